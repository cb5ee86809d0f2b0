// Marks for mentions and lines, put around the words of a chunk when it comes near the screen.
const marked = new Uint8Array(chunks.length);

const OPENING = /[“"‘'«„—–]/, CLOSING = /[”"’'»“]/;
const TURN = 0, MODE = 1, DENIAL = 2, LINE = 3, FEELING = 4, MENTION = 5; // from the outside in
const spansOf = (b, raw) => {
  const from = block.at[b], to = from + block.n[b], spans = [];
  const column = (kind, at, endOf) => {
    for (let i = lower(at, from); i < at.length && at[i] < to; i++) spans.push([at[i], Math.min(to, endOf(i)), kind, i]);
  };
  column(MENTION, mention.at, (m) => mention.at[m] + mention.n[m]);
  column(FEELING, feeling.at, (f) => feeling.at[f] + feeling.n[f]);
  column(MODE, telling.at, (p) => telling.at[p] + telling.n[p]);
  column(DENIAL, denialAt, (d) => denials[d].at[1]);
  column(TURN, turnAt, (t) => turns[t][1]);
  for (let p = Math.max(0, lower(part.at, from) - 1); p < part.at.length && part.at[p] < to; p++) {
    let start = Math.max(from, part.at[p]), end = Math.min(to, part.at[p] + part.n[p]);
    if (end <= start) continue;
    if (OPENING.test(raw[start - from - 1] || '')) start--; // the marks of speech belong to what is shown
    if (CLOSING.test(raw[end - from] || '')) end++;
    spans.push([start, end, LINE, p]);
  }
  return spans.sort(outerFirst);
};
const outerFirst = (a, b) => a[0] - b[0] || b[1] - a[1] || a[2] - b[2];

// The label of a mark stands at its beginning or its end, once, also where the mark had to be cut in two.
const elementFor = (kind, index, begins, ends) => {
  const element = document.createElement('span');
  if (kind === FEELING) {
    const not = data.polarities[feeling.pol[index]];
    element.className = `f ${data.expressions[feeling.how[index]]} ${not}`;
    element.dataset.f = index;
    if (ends) element.dataset.says = data.categories[feeling.what[index]] + ({ asserted: '', denied: '\u00a0✕', reported: '\u00a0(said)' }[not] ?? '\u00a0?');
    return element;
  }
  if (kind === MODE) {
    element.className = `t ${data.modes[telling.mode[index]].replace(' ', '-')}`;
    element.dataset.t = index;
    if (begins) element.dataset.says = data.modes[telling.mode[index]];
    return element;
  }
  if (kind === DENIAL || kind === TURN) {
    element.className = kind === TURN ? 'turned' : 'd';
    element.dataset[kind === TURN ? 'turn' : 'd'] = index;
    if (begins) element.dataset.says = kind === TURN ? `turn ${index + 1}` : 'denied';
    return element;
  }
  if (kind === MENTION) {
    const who = mention.who[index];
    element.className = who < people.length ? `m ${styleOf(who)}` : 'm place';
    element.dataset.m = index;
    if (who >= people.length) return element;
    element.dataset.c = who;
    if (mention.form[index] !== 0 && !/^(he|she|they|it|i)$/i.test(nameOf(who))) element.dataset.tag = nameOf(who);
    return element;
  }
  const each = part.line[index];
  element.className = `q ${styleOf(line.by[each])}`;
  element.dataset.line = each;
  if (line.first[each] === index) element.dataset.by = nameOf(line.by[each]);
  return element;
};

// Spans that cross are cut in two where the outer one ends; so the text inside stays as it is, whatever they are.
const markBlock = (b) => {
  const element = blockElements[b], raw = element.textContent;
  const spans = raw.length === block.n[b] ? spansOf(b, raw) : [];
  if (!spans.length) return;
  const from = block.at[b], whole = document.createDocumentFragment();
  const open = [{ node: whole, end: from + raw.length }];
  let at = from;
  const write = (to) => {
    if (to > at) open[open.length - 1].node.append(raw.slice(at - from, to - from));
    at = Math.max(at, to);
  };
  const close = (until) => {
    while (open.length > 1 && open[open.length - 1].end <= until) {
      write(open[open.length - 1].end);
      open.pop();
    }
  };
  for (let i = 0; i < spans.length; i++) {
    const [start, end, kind, index, goesOn] = spans[i];
    close(start);
    write(start);
    const inside = Math.min(end, open[open.length - 1].end);
    if (inside <= start) continue;
    if (inside < end) {
      const rest = [inside, end, kind, index, true];
      let k = i + 1;
      while (k < spans.length && outerFirst(spans[k], rest) < 0) k++;
      spans.splice(k, 0, rest);
    }
    const node = elementFor(kind, index, !goesOn, inside === end);
    open[open.length - 1].node.append(node);
    open.push({ node, end: inside });
  }
  close(open[0].end);
  write(open[0].end);
  element.replaceChildren(whole);
};

const markChunk = (k) => {
  if (marked[k]) return;
  marked[k] = 1;
  const end = k + 1 < chunks.length ? chunkFirst[k + 1] : block.n.length;
  for (let b = chunkFirst[k]; b < end; b++) markBlock(b);
  if (target && chunkOf(blockOf(target[0])) === k) paint('target', ...target);
};

if ('IntersectionObserver' in window) {
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      near.unobserve(entry.target);
      markChunk(chunks.indexOf(entry.target));
    }
  }, { root: scroller, rootMargin: '800px 0px' });
  for (const chunk of chunks) near.observe(chunk);
} else chunks.forEach((_, k) => markChunk(k));
addEventListener('beforeprint', () => chunks.forEach((_, k) => markChunk(k)));

for (const button of all('[data-show]')) {
  button.addEventListener('click', () => {
    const on = text.classList.toggle(`show-${button.dataset.show}`);
    button.setAttribute('aria-pressed', on);
  });
}
