// Search in the text, up to the reader's place. White space and straight or curly quotes make no difference.
const search = $('search'), results = $('results'), found = $('found');
const LIMIT = 200;
let whole = null, hits = [], atHit = -1;

const pattern = (query) => {
  const escaped = query.trim().replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(escaped.replace(/['‘’]/g, "['‘’]").replace(/["“”]/g, '["“”]').replace(/\s+/g, '\\s+'), 'giu');
};

const find = (query) => {
  if (whole === null) whole = text.textContent;
  const limit = Math.min(state.cut, whole.length), matches = [];
  for (const match of whole.matchAll(pattern(query))) {
    if (match.index >= limit || matches.length >= 5000) break;
    matches.push([match.index, match.index + match[0].length]);
  }
  return matches;
};

const snippet = ([start, end]) => {
  const clean = (a, b) => whole.slice(a, b).replace(/\s+/g, ' ');
  const before = clean(Math.max(0, start - 30), start), after = clean(end, end + 45);
  return make('bdi', {}, `…${before}`, make('mark', { textContent: clean(start, end) }), `${after}…`);
};

const listHits = () => {
  results.replaceChildren(...hits.slice(0, LIMIT).map((hit, i) => {
    const button = make('button', { type: 'button' }, make('i', { textContent: percent(placeOf(hit[0])) }), snippet(hit));
    button.addEventListener('click', () => { atHit = i; goTo(...hit); count(); });
    return make('li', {}, button);
  }));
  results.hidden = !hits.length;
};
const count = () => {
  found.textContent = !search.value.trim() ? '' : !hits.length ? 'not found' : `${atHit >= 0 ? `${atHit + 1} of ` : ''}${hits.length.toLocaleString('en')}`;
};
let typing = 0;
const searchNow = () => {
  hits = search.value.trim().length > 1 ? find(search.value) : [];
  atHit = -1;
  listHits();
  count();
};
search.addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(searchNow, 150); });
search.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') { search.value = ''; searchNow(); }
  if (event.key !== 'Enter') return;
  event.preventDefault();
  if (!hits.length) searchNow();
  if (!hits.length) return;
  atHit = (atHit + (event.shiftKey ? -1 : 1) + hits.length) % hits.length;
  goTo(...hits[atHit]);
  search.focus({ preventScroll: true });
  count();
});
