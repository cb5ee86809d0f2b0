// "I have read to here": nothing that stands later is shown, in the text, in the charts or in a number.
const slider = $('cut'), charts = $('charts');
const bounded = all('[data-p], [data-q]').map((element) => {
  const { p, q } = element.dataset;
  return { element, from: p === undefined ? -1 : Number(p), until: q === undefined ? Infinity : Number(q) };
});
const numbers = all('[data-n]'), shares = all('[data-share]'), withs = all('[data-with]'), lasts = all('[data-last]'), feels = all('[data-feels]');
const veils = [], heres = []; // each is moved by itself: a property of all charts would cost a style of every element
for (const plot of all('.plot:not(.ends)')) {
  veils.push(make('span', { className: 'veil' }));
  heres.push(make('span', { className: 'here' }));
  plot.append(veils[veils.length - 1], heres[heres.length - 1]);
}

const tally = () => {
  const n = people.length, mentions = new Int32Array(n), lines = new Int32Array(n), spoken = new Int32Array(n);
  const said = Array.from({ length: n }, () => new Map());
  for (let m = 0; m < mention.at.length && mention.at[m] < state.cut; m++) if (mention.who[m] < n) mentions[mention.who[m]]++;
  for (let l = 0; l < line.by.length && line.at[l] < state.cut; l++) {
    if (line.by[l] < 0) continue;
    lines[line.by[l]]++;
    spoken[line.by[l]] += line.words[l];
    for (const to of line.to[l]) said[line.by[l]].set(to, (said[line.by[l]].get(to) || 0) + 1);
  }
  return { mentions, lines, words: spoken, 'lines-to': (a, b) => said[a].get(b) || 0, ...tallyFelt() };
};

const written = new Intl.NumberFormat('en').format; // made once: it is slow to make
const recount = () => {
  const now = tally();
  for (const element of numbers) {
    const { n, c, a, b } = element.dataset;
    const shown = written(b === undefined ? now[n][c] : now[n](Number(a), Number(b)));
    if (element.textContent !== shown) element.textContent = shown;
  }
  for (const bar of shares) {
    const [a, b] = bar.dataset.share.split(',').map(Number), between = now[bar.dataset.of || 'lines-to'], ab = between(a, b), ba = between(b, a);
    bar.setAttribute('width', `${ab + ba ? (100 * ab) / (ab + ba) : 50}%`);
  }
  for (const element of withs) {
    const a = Number(element.dataset.with);
    const top = people.map((_, b) => [b, now['lines-to'](a, b) + now['lines-to'](b, a)]).filter(([, n]) => n).sort((x, y) => y[1] - x[1]).slice(0, 3);
    element.replaceChildren(...(top.length ? ['speaks with '] : []));
    top.forEach(([b, n], i) => element.append(i ? ', ' : '', nameTag(b), ' ', make('span', { textContent: written(n) })));
  }
  for (const list of feels) {
    const toward = new Map();
    for (const f of feltBy.get(Number(list.dataset.feels)) || []) {
      if (feeling.at[f] >= state.cut) break;
      if (!toward.has(feeling.to[f])) toward.set(feeling.to[f], []);
      toward.get(feeling.to[f]).push(f);
    }
    const first = [...toward].sort(([x, xs], [y, ys]) => (x < 0) - (y < 0) || ys.length - xs.length).slice(0, 4);
    list.replaceChildren(...first.map(([to, mine]) => {
      const n = new Map(), denied = mine.filter((f) => feeling.pol[f] === DENIED).length;
      for (const f of mine) n.set(feeling.what[f], (n.get(feeling.what[f]) || 0) + 1);
      const what = [...n].sort((x, y) => y[1] - x[1]).map(([c, k]) => `${data.categories[c]} ${written(k)}`).join(', ');
      const link = make('a', { href: `#b${blockOf(feeling.at[mine[0]])}`, textContent: what });
      link.dataset.go = `${feeling.at[mine[0]]},${feeling.at[mine[0]] + feeling.n[mine[0]]}`;
      const toWhom = to >= 0 ? ['toward ', nameTag(to)] : ['toward nobody in particular'];
      return make('li', {}, 'feels ', ...toWhom, ': ', link, ...(denied ? [make('span', { textContent: ` (${denied} of ${mine.length} denied)` })] : []));
    }));
  }
  for (const link of lasts) {
    const mine = ofPerson[link.dataset.last], seen = mine.filter((m) => mention.at[m] < state.cut), m = seen[seen.length - 1];
    if (m === undefined) continue;
    link.dataset.go = `${mention.at[m]},${mention.at[m] + mention.n[m]}`;
    link.textContent = `${state.cut === Infinity ? 'last' : 'last so far'} at ${percent(placeOf(mention.at[m]))}`;
  }
};

let hiddenFrom = block.n.length;
const cutText = () => {
  const from = state.cut === Infinity ? block.n.length : lower(block.at, state.cut);
  for (let b = Math.min(from, hiddenFrom); b < Math.max(from, hiddenFrom); b++) blockElements[b].hidden = b >= from;
  chunks.forEach((chunk, k) => { const hide = chunkFirst[k] >= from; if (chunk.hidden !== hide) chunk.hidden = hide; });
  hiddenFrom = from;
  $('rest').hidden = state.cut === Infinity;
};

const applyCut = () => {
  const share = slider.value / slider.max, whole = share >= 1;
  const b = whole ? -1 : blockOf(charAt(share));
  state.cut = whole ? Infinity : block.at[b] + block.n[b];
  const at = whole ? 1 : tokensBefore(b + 1) / Math.max(1, data.tokens);
  for (const { element, from, until } of bounded) {
    const hide = from >= state.cut || until < state.cut;
    if (element.hidden !== hide || element.hidden === undefined) element.toggleAttribute('hidden', hide);
  }
  for (const veil of veils) veil.style.left = `${100 * at}%`;
  charts.classList.toggle('cutting', !whole);
  root.classList.toggle('cutting', !whole);
  const chapter = chapters.length > 1 ? `, chapter ${chapterOf(state.cut)}` : '';
  const says = whole ? 'the end' : percent(at) + chapter;
  $('cut-says').textContent = says;
  slider.setAttribute('aria-valuetext', says);
  cutText();
  rename();
  recount();
  choosePair();
};
slider.addEventListener('input', applyCut);
slider.addEventListener('change', () => remember(`undertow-place-${data.key}`, slider.value));
