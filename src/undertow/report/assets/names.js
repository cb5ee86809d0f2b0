// What people are called by what the reader knows.
const nameOf = (who, until = state.cut) => {
  if (who < 0) return 'unknown';
  if (who >= people.length) return places[who - people.length];
  const known = people[who].names.find(([, since]) => since < until);
  return known ? known[0] : 'somebody';
};
const styleOf = (who) => (who >= 0 && who < people.length ? `s${people[who].slot}` : 's8');
const nameTag = (who) => make('bdi', { className: `nm ${styleOf(who)}`, textContent: nameOf(who) });

const nameElements = people.map(() => []);
for (const element of all('.nm[data-c]')) nameElements[element.dataset.c].push(element);
const labelled = all('[data-label]');
const shownNames = people.map((_, who) => nameOf(who, Infinity));

// Show the names that are known, wherever they stand; a row of tiles says them too.
const rename = () => {
  people.forEach((_, who) => {
    const name = nameOf(who);
    if (name === shownNames[who]) return;
    shownNames[who] = name;
    for (const element of nameElements[who]) element.textContent = name;
    for (const row of all(`.grid [data-row="${who}"] .tiles`)) {
      row.setAttribute('aria-label', name);
      for (const tile of row.children) tile.setAttribute('aria-label', `${name}, ${tile.dataset.says}`);
    }
    for (const tagged of all(`#text .m[data-c="${who}"][data-tag]`)) tagged.dataset.tag = name;
  });
  for (const element of labelled) {
    const called = element.dataset.people.split(',').map((who) => nameOf(Number(who)));
    element.setAttribute('aria-label', element.dataset.label.replace(/\{(\d)\}/g, (_, i) => called[i]));
  }
  for (const quote of all('#text .q[data-by]')) quote.dataset.by = nameOf(line.by[quote.dataset.line]);
};
