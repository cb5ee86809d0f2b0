// Charts of feelings: arrows from mark to mark, words under the pointer, a click that leads to what is nearest.
for (const figure of all('.telling, .main, .pair')) {
  const open = () => all('.marks', figure).filter((each) => each.getAttribute('role') === 'group').map((row) => [...row.querySelectorAll('a')].filter((mark) => !mark.hasAttribute('hidden'))).filter((row) => row.length);
  open().forEach((row) => row.forEach((mark, i) => mark.setAttribute('tabindex', i ? '-1' : '0')));
  figure.addEventListener('keydown', (event) => {
    const mark = event.target.closest('.marks a');
    if (!mark || !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    const rows = open(), y = rows.findIndex((row) => row.includes(mark)), x = rows[y].indexOf(mark);
    const left = (each) => each.getBoundingClientRect().left;
    const nearest = (row) => row && row.reduce((best, each) => (Math.abs(left(each) - left(mark)) < Math.abs(left(best) - left(mark)) ? each : best));
    const next = { ArrowLeft: rows[y][x - 1], ArrowRight: rows[y][x + 1], ArrowUp: nearest(rows[y - 1]), ArrowDown: nearest(rows[y + 1]) }[event.key];
    if (!next) return;
    if (rows[y].includes(next)) { mark.setAttribute('tabindex', '-1'); next.setAttribute('tabindex', '0'); }
    next.focus();
  });
  const markTip = (mark, x, y) => {
    const [label, ...said] = mark.getAttribute('aria-label').split(': '), to = mark.dataset.to;
    showTip([label, ...(to ? [', toward ', nameTag(Number(to))] : []), ...(said.length ? [make('br'), make('bdi', { textContent: `“${said.join(': ')}”` })] : [])], x, y);
  };
  figure.addEventListener('pointermove', (event) => {
    const mark = event.target.closest('.marks a');
    if (mark) markTip(mark, event.clientX, event.clientY);
    else if (!event.target.closest('[data-feel], [data-at], [data-talk]')) hideTip();
  });
  figure.addEventListener('pointerleave', hideTip);
  figure.addEventListener('focusin', (event) => {
    const mark = event.target.closest('.marks a');
    if (!mark || !mark.matches(':focus-visible')) return;
    const box = mark.getBoundingClientRect();
    markTip(mark, box.left, box.bottom);
  });
  figure.addEventListener('focusout', hideTip);
}

// The sentence around a character, as far as marks of its end tell.
const sentenceAt = (char) => {
  const b = blockOf(char), raw = blockElements[b] ? blockElements[b].textContent : '';
  const at = Math.max(0, Math.min(raw.length - 1, char - block.at[b]));
  let start = 0, end = raw.length;
  for (const stop of raw.matchAll(/[.!?…]+["'”’)\]]*\s+/g)) {
    if (stop.index + stop[0].length <= at) start = stop.index + stop[0].length;
    else { end = stop.index + stop[0].trimEnd().length; break; }
  }
  return [block.at[b] + start, block.at[b] + end];
};
for (const plot of all('[data-feel], [data-at]')) {
  const pair = plot.dataset.feel && plot.dataset.feel.split(',').map(Number);
  const mine = pair ? (feltBy.get(pair[0]) || []).filter((f) => feeling.to[f] === pair[1]) : [];
  const under = (event) => {
    const char = charAt(placeUnder(plot, event));
    if (char >= state.cut) return null;
    if (!pair) return { range: sentenceAt(char), label: plot.dataset.at };
    const f = nearestIn(mine, feeling.at, char);
    const not = f >= 0 && data.polarities[feeling.pol[f]] !== 'asserted' ? `, ${data.polarities[feeling.pol[f]]}` : '';
    return f < 0 ? null : { range: [feeling.at[f], feeling.at[f] + feeling.n[f]], label: data.categories[feeling.what[f]] + not };
  };
  plot.addEventListener('click', (event) => {
    const found = event.target.closest('a') ? null : under(event);
    if (found) goTo(...found.range, plot);
  });
  plot.addEventListener('pointermove', (event) => {
    const found = under(event);
    if (!found) return;
    const [start, end] = found.range;
    showTip([`${percent(placeOf(start))}, ${found.label}`, make('br'), make('bdi', { textContent: `“${words(start, end - start)}”` })], event.clientX, event.clientY);
  });
  plot.addEventListener('pointerleave', hideTip);
}

// Words that are selected in the text are shown as a stretch of the charts.
document.addEventListener('selectionchange', () => {
  const selection = document.getSelection();
  if (!selection || !selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
  const before = (node, offset) => {
    const element = (node.nodeType === 1 ? node : node.parentElement).closest('[id^=b]');
    if (!element) return -1;
    const upTo = new Range();
    upTo.setStart(element, 0);
    upTo.setEnd(node, offset);
    return block.at[Number(element.id.slice(1))] + upTo.toString().length;
  };
  const start = before(range.startContainer, range.startOffset), end = before(range.endContainer, range.endOffset);
  if (start >= 0) hereAt(start, Math.max(start, end));
});
