// What is felt, denied and turned, and how each part is told: columns, counts up to a place, and words about each.
const feeling = { ...data.feelings, at: summed(data.feelings.at) };
const telling = { ...data.parts, at: summed(data.parts.at) };
const denials = data.denials, turns = data.turns;
const denialAt = denials.map((each) => each.at[0]), turnAt = turns.map((each) => each[0]);
const feltBy = new Map();
feeling.by.forEach((by, f) => { if (!feltBy.has(by)) feltBy.set(by, []); feltBy.get(by).push(f); });
const DENIED = data.polarities.indexOf('denied');

// How often each feels something toward each other one, and how often it is denied, before the reader's place.
const tallyFelt = () => {
  const felt = new Map(), denied = new Map();
  for (let f = 0; f < feeling.at.length && feeling.at[f] < state.cut; f++) {
    const key = `${feeling.by[f]},${feeling.to[f]}`;
    felt.set(key, (felt.get(key) || 0) + 1);
    if (feeling.pol[f] === DENIED) denied.set(key, (denied.get(key) || 0) + 1);
  }
  return { felt: (a, b) => felt.get(`${a},${b}`) || 0, denied: (a, b) => denied.get(`${a},${b}`) || 0 };
};

const nobody = () => document.createTextNode('somebody who is not known');
const personOr = (who) => (who >= 0 ? nameTag(who) : nobody());
const howShown = { explicit: 'in words', bodily: 'in the body', act: 'in an act' };
const isSo = {
  asserted: 'said as a fact', denied: 'denied', questioned: 'asked', hypothetical: 'imagined', reported: 'said or believed by somebody',
};

const aboutFeeling = (f) => {
  const who = paragraph('', personOr(feeling.by[f]), ...(feeling.to[f] >= 0 ? [', toward ', nameTag(feeling.to[f])] : []), '.');
  const pol = data.polarities[feeling.pol[f]], claim = feeling.claim[f];
  const said = [howShown[data.expressions[feeling.how[f]]], ', ', isSo[pol], ...(claim >= 0 && claim !== feeling.by[f] ? [' (the claim of ', nameTag(claim), ')'] : [])];
  return [
    make('p', { className: 'title', textContent: data.categories[feeling.what[f]] }), who,
    paragraph('why', ...said, `; told as ${data.modes[feeling.mode[f]]}; ${feeling.sure[f]}\u00a0% sure`),
  ];
};
const aboutDenial = (d) => {
  const each = denials[d], children = [make('p', { className: 'title', textContent: 'A denial' })];
  children.push(paragraph('', personOr(each.by), ...(each.to >= 0 ? [', about ', nameTag(each.to)] : []), `: ${each.kind}, ${each.sure}\u00a0% sure.`));
  const acts = make('div', { className: 'acts' });
  for (const [start, end, claim] of each.against) {
    if (start >= state.cut) continue;
    children.push(paragraph('why', `Against it, ${/^[aeiou]/.test(claim) ? 'an' : 'a'} ${claim}: `, make('bdi', { textContent: `“${words(start, end - start)}”` })));
    acts.append(leads(claim, start, end));
  }
  return acts.children.length ? [...children, acts] : children;
};
const aboutTurn = (t) => {
  const card = document.querySelector(`.turns > li[data-number="${t + 1}"] .traits`);
  const more = card ? [paragraph('why', card.textContent.replace(/\s+/g, ' ').trim())] : [];
  return [make('p', { className: 'title', textContent: `Turn ${t + 1}` }), ...more];
};
const told = {
  'direct thought': 'Thought in the words of the one who thinks it.',
  indirect: 'Speech or thought in the words of the narration.',
  'free indirect': 'Somebody’s thought or speech in the grammar of the narration: nobody says “she thought”.',
  aside: 'An aside, in parentheses or between dashes.',
};
const aboutTelling = (p) => {
  const mode = data.modes[telling.mode[p]];
  return [make('p', { className: 'title', textContent: mode }), paragraph('why', told[mode] || '')];
};
