"""The few closed lists of words that tokens and sentences are told apart with.

They are data, kept apart from the rules that read them. Entries are lower-case and stand for all their cases. A word is
in a list because English fiction of the last three centuries has it.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words("""
    mr mrs ms dr drs st sr rev revd mme mlle mlles messrs mssrs capt lt lieut col sgt serjt cpl pvt cmdr comdr msgr vs
    viz cf approx robt saml
""")
"""Abbreviations before a name or a number: the full stop after them never ends a sentence."""

NAMED = _words("""
    adm chas edw fr gen geo gov hon insp jas maj mgr mt pres prof rep sen supt thos wm
""")
"""Abbreviations only with a capital and before a name ("Gen. Lee"); elsewhere a word ("Come in, Gen. He is here")."""

ABBREVIATIONS = _words("""
    b.sc blvd bros co corp d.phil esq esqr esqre etc ibid inc jr junr ltd m.sc mss ph.d snr thurs tues
""")
"""Abbreviations that may stand at the end of a sentence: what follows decides."""

NUMBERED = _words("""
    apr art aug bk ch chap chaps dec feb fig figs jan mar no nos nov oct op p pp pt sec sept v vol vols vv
""")
"""Abbreviations only before a number ("No. 7", "Dec. 5"); elsewhere a word ("No. He left", "I saw Jan.")."""

MEASURED = _words("cwt ft hr hrs in lb lbs mi min oz sec")
"""Abbreviations only after a number ("6 ft.")."""

ELIDED = _words("""
    ad adn alf andsome appen appened appy ard ave aven avin bout cause cept cos coz cuz deed ead ealth eard eart
    eaven ee ell elp em erself fore fraid gainst igh igher im imself isself kay mongst n neath nother nough nuff
    ole ome oo ope orrid orse orses ospital osses ouse ouses pon scuse spose stead sup til tis tisn twad twaddn
    twas twasn tween twere tweren twill twixt twon twould twouldn ud un undred undreds ungry uns usband
""")
"""Words that have lost their beginning, so that the mark before them is an apostrophe: 'em, 'twas, 'bout."""

ELIDED_IN_CLAUSE = _words("air arm art as at ate e ear er ere is it ow till")
"""The same, but also words of their own: an apostrophe only in the middle of a clause ("took off 'is hat")."""

CLIPPED = _words("""
    ain an behin bein bes ca chil d ev fa fo frien gi gran groun ha han hol husban i jus kep kine lan las len lil
    mak min mo mos mus nex o ol ole po roun secon sen sho soun stan t tak th tha tol wha wi wid worl y yo
""")
"""Words that have lost their end, so that the mark after them is an apostrophe: o', th', ol', jus'."""

NOT_CLIPPED_IN = _words("""
    abstain adjoin admin again aladin alvin assassin attain austin baldwin bargain basin bedouin begin benjamin
    benzoin berlin bin bobbin bodkin brain bruin bulletin bumpkin cabin calvin captain catkin certain chain chaplain
    chieftain chin coffin coin colin complain conjoin constrain contain cousin cretin cumin curtain darwin delphin
    denim detain disdain dolphin domain dublin dustbin edwin enjoin entertain erwin explain fin firkin fountain
    franklin gain gavin gin goblin godwin grain gremlin griffin grin groin harlequin herein heroin hobgoblin in
    irvin irwin jasmin javelin jerkin join justin kevin kin kremlin lain lambkin latin loin main maintain manikin
    mannequin margin martin marvin maudlin melvin merlin mocassin moccasin mountain muffin napkin obtain odin ordain
    origin pain paraffin penguin pertain pin plain porcelain puffin pumpkin puritan purloin quatrain quoin
    ragamuffin rain raisin ravelin refrain rejoin remain resin restrain retain robin rollin rosin ruin satin sequin
    sin sirloin skin slain spin sprain stain strain sustain swain terrain therein thin tin tocsin toxin train twin
    vain vermin villain violin virgin vitamin wherein win within zeppelin
""")
"""Words that end in "in" of themselves: "captain'" is not a clipped "captaing"."""

T_ENCLITIC = _words("an be by do for if is ist of see to was with")
"""Old forms with a clipped "it": is't, was't, do't, for't."""

N_T_BUT_IT = _words("in into on upon")
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

UNITS = _words("""
    a.m am cm ft gb hr hrs hz k kb kg khz km lb lbs mb mhz min mins ml mm mph p p.m pm wks yr yrs
""")
"""Letters after a figure that are a token of their own: 10am, 6ft."""

EXTENSIONS = _words("""
    au biz ca com de doc docx edu exe fr gif gov htm html info io jpeg jpg mp3 net org pdf png ppt tv txt uk us xls
    zip
""")
"""Ends of names of sites and files: the full stops before them are inside a token."""

STARTERS = _words("""
    a after ah all although an and are as at because before both but by can could did do does each even every
    everyone everything for from had has have he her here his how i if in is it its later let may maybe meanwhile
    might must my no nobody nor not nothing now of oh on once one or our perhaps shall she should since so some
    someone something still suddenly that the their then there these they this those though to until was we well
    were what when where which while who why will with would yes yet you your
""")
"""Words that open a sentence; with a capital they do not belong to the name before them."""

PRONOUN_I_AFTER = _words("""
    am and as but can could did do does had have may might must neither nor not only or shall should so than was
    will would
""")
"""Words after which "I." is the pronoun at the end of a sentence even if they have a capital."""

SPEECH_VERBS = _words("""
    acknowledged acquiesced add added adds admit admitted affirmed agree agreed announced answer answered answers
    apologised apologized ask asked asks assented asserted assured averred barked began begged bellowed blurted
    boomed breathed broke burst call called calls chimed chuckled commanded commented complained conceded concluded
    confessed confided continue continued continues cooed counselled cried cries croaked crowed cry declared demand
    demanded drawled echoed ejaculated enquired exclaimed exclaims explained faltered finished gasp gasped giggled
    groan groaned growl growled grumbled grunted hiss hissed howl howled implored inquired insist insisted
    interjected interposed interrupted intoned jeered joked lamented laugh laughed moaned mumble mumbled murmur
    murmured murmurs mused mutter muttered mutters objected observed offered ordered panted persisted pleaded
    proceeded promised pronounced protest protested purred pursued put quavered queried questioned quoted rasped
    reflected rejoined remarked repeat repeated replied replies reply responded resumed retorted returned roared
    said saith sang say says scoffed scream screamed shout shouted shouts shrieked sigh sighed snap snapped snarled
    sneered snorted sobbed spat squeaked squealed stammer stammered started stuttered suggest suggested teased tells
    thought thundered told urged vociferated wailed warned went whisper whispered whispers wonder wondered yell
    yelled
""")
"""Verbs that tell who has just spoken."""
