// The charts: where the reader is, what is under the pointer, who is picked, which pair is shown.
const tip = $('tip');

const topChar = () => {
  const frame = scroller.getBoundingClientRect();
  for (let y = frame.top + 30; y < frame.bottom; y += 24) {
    const under = document.elementFromPoint(frame.left + frame.width / 2, y);
    const element = under && under.closest && under.closest('#text [id^=b]');
    if (element) return block.at[Number(element.id.slice(1))];
  }
  return 0;
};
const hereAt = (char, end = char) => {
  charts.classList.add('reading');
  const left = `${100 * placeOf(char)}%`, width = `${100 * (placeOf(end) - placeOf(char))}%`;
  for (const here of heres) { here.style.left = left; here.style.width = width; }
};
let scrolling = 0;
scroller.addEventListener('scroll', () => {
  if (!scrolling) scrolling = requestAnimationFrame(() => { scrolling = 0; hereAt(topChar()); });
}, { passive: true });

const showTip = (words, x, y) => {
  tip.replaceChildren(...words);
  tip.hidden = false;
  const size = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(innerWidth - size.width - 8, x + 12))}px`;
  tip.style.top = `${y + 18 + size.height < innerHeight ? y + 18 : y - size.height - 10}px`;
};
const hideTip = () => { tip.hidden = true; };

// Tiles: what they hold, who else is there; arrows move from tile to tile, so that Tab passes a chart in one step.
const tileRows = all('.grid .tiles').map((row) => [...row.children]).filter((row) => row.length);
const inColumn = new Map();
for (const row of tileRows) for (const tile of row) {
  tile.setAttribute('tabindex', '-1');
  if (!inColumn.has(tile.dataset.col)) inColumn.set(tile.dataset.col, []);
  inColumn.get(tile.dataset.col).push(tile);
}
if (tileRows.length) tileRows[0][0].setAttribute('tabindex', '0');
const personOf = (tile) => { const row = tile.closest('[data-row]'); return row ? Number(row.dataset.row) : -1; };
const tileTip = (tile, x, y) => {
  const company = inColumn.get(tile.dataset.col).filter((other) => other !== tile && !other.hasAttribute('hidden') && personOf(other) >= 0 && !other.querySelector('.of'));
  const words = [tile.getAttribute('aria-label')];
  if (personOf(tile) >= 0 && company.length) {
    words.push(make('br'), 'with ');
    company.slice(0, 6).forEach((other, i) => words.push(i ? ', ' : '', nameTag(personOf(other))));
    if (company.length > 6) words.push(` and ${company.length - 6} more`);
  }
  showTip(words, x, y);
  for (const other of all('.tiles a.near')) other.classList.remove('near');
  for (const other of company) other.classList.add('near');
};
const leaveTile = () => { hideTip(); for (const other of all('.tiles a.near')) other.classList.remove('near'); };
for (const grid of all('.grid')) {
  grid.addEventListener('pointermove', (event) => {
    const tile = event.target.closest('.tiles a');
    if (tile) tileTip(tile, event.clientX, event.clientY); else leaveTile();
  });
  grid.addEventListener('pointerleave', leaveTile);
  grid.addEventListener('focusin', (event) => {
    const tile = event.target.closest('.tiles a');
    if (!tile || !tile.matches(':focus-visible')) return;
    const box = tile.getBoundingClientRect();
    tileTip(tile, box.left, box.bottom);
  });
  grid.addEventListener('focusout', leaveTile);
  grid.addEventListener('keydown', (event) => {
    const tile = event.target.closest('.tiles a');
    if (!tile || !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    const open = tileRows.map((row) => row.filter((other) => !other.hasAttribute('hidden'))).filter((row) => row.length);
    const y = open.findIndex((row) => row.includes(tile)), x = open[y].indexOf(tile);
    const nearest = (row) => row && row.reduce((best, other) => (Math.abs(other.dataset.col - tile.dataset.col) < Math.abs(best.dataset.col - tile.dataset.col) ? other : best));
    const next = { ArrowLeft: open[y][x - 1], ArrowRight: open[y][x + 1], ArrowUp: nearest(open[y - 1]), ArrowDown: nearest(open[y + 1]) }[event.key];
    if (!next) return;
    tile.setAttribute('tabindex', '-1');
    next.setAttribute('tabindex', '0');
    next.focus();
  });
}

// Ribbons and timelines: a click leads to the nearest mention or line of whoever they are about.
const placeUnder = (plot, event) => {
  const box = plot.getBoundingClientRect();
  return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
};
const talkOf = (a, b) => line.by.flatMap((by, l) => ((by === a && line.to[l].includes(b)) || (by === b && line.to[l].includes(a)) ? [l] : []));
const nearestIn = (indices, column, char) => {
  const readable = indices.filter((i) => column[i] < state.cut);
  return readable.length ? readable.reduce((best, i) => (Math.abs(column[i] - char) < Math.abs(column[best] - char) ? i : best)) : -1;
};
for (const plot of all('[data-scrub], [data-talk]')) {
  const pair = plot.dataset.talk && plot.dataset.talk.split(',').map(Number);
  const indices = pair ? talkOf(...pair) : ofPerson[plot.dataset.scrub];
  const column = pair ? line.at : mention.at;
  const under = (event) => nearestIn(indices, column, charAt(placeUnder(plot, event)));
  plot.addEventListener('click', (event) => {
    const i = under(event);
    if (i >= 0) goTo(column[i], column[i] + (pair ? part.n[line.first[i]] : mention.n[i]), plot);
  });
  plot.addEventListener('pointermove', (event) => {
    const i = under(event);
    if (i < 0) return;
    const char = column[i], where = `${percent(placeOf(char))}${chapters.length > 1 ? `, chapter ${chapterOf(char)}` : ''}`;
    const start = pair ? char : Math.max(block.at[blockOf(char)], char - 30), n = pair ? part.n[line.first[i]] : mention.n[i] + 60;
    const said = make('bdi', { textContent: pair ? `“${words(start, n)}”` : `…${words(start, n)}…` });
    showTip([where, make('br'), ...(pair ? [nameTag(line.by[i]), ': '] : []), said], event.clientX, event.clientY);
  });
  plot.addEventListener('pointerleave', hideTip);
}

// One person: the others step back, in the charts and in the text.
const rules = document.styleSheets[0];
let ruleAt = -1;
const pick = (person) => {
  state.picked = state.picked === person ? -1 : person;
  if (ruleAt >= 0) { rules.deleteRule(ruleAt); ruleAt = -1; }
  if (state.picked >= 0) {
    const selector = `#text .m[data-c="${state.picked}"]`;
    ruleAt = rules.insertRule(`${selector}{background:color-mix(in srgb,var(--c) 24%,transparent)}`, rules.cssRules.length);
  }
  for (const row of all('[data-row]')) {
    const mine = Number(row.dataset.row) === state.picked;
    row.classList.toggle('dim', state.picked >= 0 && !mine && !row.classList.contains('card'));
    if (row.classList.contains('card')) row.classList.toggle('on', mine);
  }
  for (const button of all('.pick')) button.setAttribute('aria-pressed', Number(button.dataset.pick) === state.picked);
  say(state.picked < 0 ? 'Everybody is shown.' : `${nameOf(state.picked)} is picked out.`);
};
document.addEventListener('click', (event) => {
  const button = event.target.closest && event.target.closest('[data-pick]');
  if (!button) return;
  pick(Number(button.dataset.pick));
  if (who.contains(button)) hideWho();
});

// Pairs: one at a time; the matrix chooses too.
const pairFigures = all('.pair'), pairButtons = all('[data-pair]');
const samePair = (key, a, b) => key === `${a},${b}` || key === `${b},${a}`;
const showPair = (a, b) => {
  const figure = pairFigures.find((each) => samePair(each.dataset.of, a, b));
  if (!figure) return false;
  for (const each of pairFigures) each.classList.toggle('on', each === figure);
  for (const button of pairButtons) button.setAttribute('aria-pressed', samePair(button.dataset.pair, a, b));
  for (const cell of all('.matrix td[data-a]')) cell.classList.toggle('on', samePair(`${cell.dataset.a},${cell.dataset.b}`, a, b));
  return true;
};
for (const button of all('[data-matrix]')) button.addEventListener('click', () => {
  for (const each of all('[data-matrix]')) each.setAttribute('aria-pressed', each === button);
  for (const each of all('.matrix-of')) each.classList.toggle('on', each.id === `matrix-${button.dataset.matrix}`);
});
const choosePair = () => {
  if (!pairFigures.some((each) => each.classList.contains('on') && !each.hidden)) {
    const first = pairFigures.find((each) => !each.hidden);
    if (first) showPair(...first.dataset.of.split(','));
  }
};
for (const button of pairButtons) button.addEventListener('click', () => showPair(...button.dataset.pair.split(',')));
for (const button of all('.matrix button')) {
  button.addEventListener('click', () => {
    const { a, b } = button.dataset;
    if (showPair(a, b)) return;
    const l = nearestIn(talkOf(Number(a), Number(b)), line.at, 0);
    if (l >= 0) goTo(line.at[l], line.at[l] + part.n[line.first[l]], button);
  });
}
