"""The few closed lists of words that tokens and sentences are told apart with.

They are data, kept apart from the rules that read them. Entries are lower-case unless the case matters. A word stands in
a list because it was met in fiction of the last three centuries; a list is closed when the rule that reads it is.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words("""
    mr mrs ms dr st sr rev revd fr prof mme mlle mlles messrs mssrs hon capt lt lieut col gen gens maj sgt serjt cpl pvt adm cmdr comdr
    insp supt sen rep gov pres mgr msgr mt ft vs viz cf approx ext wm chas thos geo jas robt saml edw
""")
"""Abbreviations before a name or a number: the full stop after them never ends a sentence."""

ABBREVIATIONS = _words("""
    esq esqr esqre jr jun junr snr bros co inc corp ltd etc &c al mss ms. ph.d d.phil m.sc b.sc ave blvd dept univ
    jan feb aug sept oct nov dec mon. tues thurs ibid anon
""")
"""Abbreviations that may stand at the end of a sentence: what follows decides."""

NUMBERED = _words("no nos p pp vol vols fig figs ch chap chaps art sec pt bk op v vv")
"""Abbreviations only before a number ("No. 7"); elsewhere a word and a full stop ("No. He left")."""

MEASURED = _words("ft in oz lb lbs min sec hr hrs mi cwt")
"""Abbreviations only after a number ("6 ft.")."""

ELIDED = _words("""
    tis twas twere twill twould twon twasn tisn twouldn tweren em bout cause cos coz cuz kay sup nuff nough nother neath gainst twixt
    tween mongst imself isself erself ave avin aven ad adn alf ouse ouses ope ome orse orses eard ead eart ospital undred appen
    appened ard elp ungry usband til till pon scuse spose stead fraid cept un uns ud ee n o ole orrid fore deed n'
    im ud twon twad twaddn igh igher undreds osses andsome eaven ell appy ealth ere's ow's oo's oo
""")
"""Words that have lost their beginning, so that the mark before them is an apostrophe: 'em, 'twas, 'bout."""

ELIDED_IN_CLAUSE = _words("is as er ere ear at it e ow arm and ope ate air art old all ill eel")
"""The same, but also words of their own: an apostrophe only in the middle of a clause ("took off 'is hat")."""

CLIPPED = _words("""
    o th an wi ol lil jus tha t d y i mo fo po sho yo mos bes las nex mus kep han lan stan behin min roun groun soun hol tol ain ev
    ha fa wid hisse ourn n thro tho altho oft ope gi ca bein len sen secon kin' kine husban worl chil ole frien gran
    wha doan' dere' tak mak
""")
"""Words that have lost their end, so that the mark after them is an apostrophe: o', th', ol', jus'."""

NOT_CLIPPED_IN = _words("""
    in again begin captain certain cabin main rain pain train chain brain skin chin thin win sin ruin villain curtain mountain
    fountain bargain remain explain complain plain grain vain gain latin satin basin cousin origin virgin margin coin join
    robin raisin resin muffin coffin dolphin goblin violin penguin twin grin spin tin pin bin fin kin within wherein therein
    herein berlin martin austin kevin colin justin franklin benjamin contain maintain retain obtain entertain attain sustain detain
    restrain domain terrain refrain stain strain sprain slain swain lain disdain ordain pertain abstain constrain chieftain
    chaplain porcelain quatrain assassin napkin pumpkin lambkin firkin jerkin bodkin bumpkin manikin catkin griffin ragamuffin paraffin puffin
    bobbin dustbin gin begin vermin jasmin ermine darwin edwin erwin godwin baldwin irvin marvin melvin calvin alvin gavin irwin
    ellin merlin rollin dublin javelin zeppelin gremlin hobgoblin ravelin maudlin kremlin medicin toxin cumin vitamin
    admin denim delphin aladin odin bedouin harlequin mannequin sequin jobin cousin rosin tocsin mocassin moccasin bulletin
    cretin puritan ruin bruin quoin sirloin groin heroin benzoin loin adjoin rejoin purloin enjoin conjoin
""")
"""Words that end in "in" of themselves: "captain'" is not a clipped "captaing"."""

T_ENCLITIC = _words("is was do for to by see be of with ist if an")
"""Old forms with a clipped "it": is't, was't, do't, for't."""

N_T_BUT_IT = _words("on in upon into")
"""on't, in't: "it" again, where the letters look like "not"."""

SPLIT_WORDS = {
    "cannot": (3,),
    "gonna": (3,),
    "gotta": (3,),
    "wanna": (3,),
    "gimme": (3,),
    "lemme": (3,),
    "dunno": (2, 3),
    "gotcha": (3,),
    "outta": (3,),
    "dont": (2,),
    "didnt": (3,),
    "doesnt": (4,),
    "isnt": (2,),
    "wasnt": (3,),
    "werent": (4,),
    "wouldnt": (5,),
    "couldnt": (5,),
    "shouldnt": (6,),
    "havent": (4,),
    "hasnt": (3,),
    "hadnt": (3,),
    "arent": (3,),
    "ive": (1,),
    "im": (1,),
    "thats": (4,),
}
"""Words written together that the Penn Treebank cuts, and where."""

UNITS = _words("am pm a.m p.m k gb mb kb mm cm km kg lb lbs ft hrs hr mins min mph p hz khz mhz yrs yr wks ml")
"""Letters after a figure that are a token of their own: 10am, 6ft."""

EXTENSIONS = _words("""
    com org net edu gov uk us de fr ca au info biz htm html txt pdf doc docx xls ppt jpg jpeg png gif mp3 zip exe tv io
""")
"""Ends of names of sites and files: the full stops before them are inside a token."""

STARTERS = _words("""
    he she it they we you i the a an this that these those his her its their our my your there here then but and so or nor yet
    when while as if after before though although since until because for in on at by with from to of what who why how where which
    now once suddenly meanwhile later still even perhaps maybe not no yes all some one both each every nothing nobody everyone
    everything someone something well oh ah is was were are had has have did do does could would should can will shall may might must
    let
""")
"""Words that open a sentence; with a capital they do not belong to the name before them."""

PRONOUN_I_AFTER = _words("not nor so am and but or do did does shall can than only neither could should would was had have will must may might as")
"""Words after which "I." is the pronoun at the end of a sentence even if they have a capital."""

SPEECH_VERBS = _words("""
    said says say saith asked asks answered answers replied replies cried cries exclaimed exclaims whispered whispers muttered mutters murmured murmurs
    shouted shouts called calls yelled screamed shrieked bellowed roared growled snarled snapped hissed groaned moaned sighed
    sobbed wailed gasped panted breathed laughed chuckled giggled snorted sneered grunted mumbled stammered stuttered faltered
    repeated returned retorted rejoined responded remarked observed continued continues added adds went interrupted interposed
    interjected inquired enquired demanded begged pleaded implored urged insisted persisted protested objected declared announced
    admitted agreed explained suggested thought wondered queried questioned quoted resumed concluded echoed ejaculated
    commented drawled barked croaked squeaked squealed sang chimed blurted burst broke commanded ordered warned promised
    replies told tells thundered boomed spat grumbled complained lamented mused reflected vociferated assented acquiesced
    counselled intoned pronounced pursued proceeded quavered rasped purred cooed crowed scoffed jeered joked teased
    offered put confessed confided conceded apologised apologized acknowledged affirmed averred asserted assured
""")
"""Verbs that tell who has just spoken."""
