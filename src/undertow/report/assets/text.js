// The text: from a place in it to the screen. Text nodes are only ever wrapped, never changed.
const text = $('text'), scroller = $('scroller'), root = document.documentElement;
const blockElements = block.n.length ? all('[id]', text) : [];
const chunks = all('.chunk', text);
const chunkFirst = chunks.map((chunk) => Number(chunk.dataset.first));
const chunkOf = (b) => Math.max(0, lower(chunkFirst, b + 1) - 1);

// How high each chunk will be, nearly: without it the scroll bar lies about how far there is to go.
const estimate = () => {
  const perLine = Math.max(20, Math.min(600, text.clientWidth) / 8.4);
  const height = (b) => (Math.ceil(block.n[b] / perLine) * 1.65 + 0.9) * 18;
  chunks.forEach((chunk, k) => {
    let sum = 0;
    const end = k + 1 < chunks.length ? chunkFirst[k + 1] : block.n.length;
    for (let b = chunkFirst[k]; b < end; b++) sum += height(b);
    chunk.style.containIntrinsicSize = `auto ${Math.round(sum)}px`;
  });
};

const nodeAt = (element, offset) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode(), before = 0;
  while (node && before + node.length < offset) {
    before += node.length;
    node = walker.nextNode();
  }
  return [node || element, node ? offset - before : 0];
};

const rangeOf = (start, end) => {
  const from = blockOf(start), to = blockOf(Math.max(start, end - 1)), range = new Range();
  if (!blockElements[from]) return range;
  range.setStart(...nodeAt(blockElements[from], Math.max(0, start - block.at[from])));
  range.setEnd(...nodeAt(blockElements[to], Math.min(block.n[to], end - block.at[to])));
  return range;
};

const paint = (name, start, end) => {
  if (!window.CSS || !CSS.highlights) {
    for (const element of all('.flash', text)) element.classList.remove('flash');
    if (start >= 0 && name === 'target') blockElements[blockOf(start)].classList.add('flash');
  } else if (start >= 0) CSS.highlights.set(name, new Highlight(rangeOf(start, end)));
  else CSS.highlights.delete(name);
};

let cameFrom = null, target = null;
const showText = (on) => {
  if (root.classList.contains('at-text') === on) return;
  root.classList.toggle('at-text', on);
  $('view-text').setAttribute('aria-pressed', on);
  $('view-charts').setAttribute('aria-pressed', !on);
  if (on) estimate();
};

// Bring a passage to the screen and mark it. Called again once what is around it has been laid out.
const scrollTo = (start, end) => {
  const box = rangeOf(start, end).getBoundingClientRect(), frame = scroller.getBoundingClientRect();
  scroller.scrollTop += box.top - frame.top - frame.height * 0.28;
};
const goTo = (start, end, from = null) => {
  if (start >= state.cut || !blockElements.length) return;
  showText(true);
  const b = blockOf(start);
  markChunk(chunkOf(b));
  scrollTo(start, end);
  paint('target', start, end);
  target = [start, end];
  requestAnimationFrame(() => scrollTo(start, end));
  if (from) {
    cameFrom = from;
    $('back').hidden = false;
  }
  const element = blockElements[b];
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  say(`In the text at ${percent(placeOf(start))}`);
  hereAt(start);
};
$('back').addEventListener('click', () => {
  $('back').hidden = true;
  showText(false);
  if (!cameFrom) return;
  cameFrom.scrollIntoView({ block: 'center' });
  cameFrom.focus({ preventScroll: true });
});
$('view-charts').addEventListener('click', () => showText(false));
$('view-text').addEventListener('click', () => showText(true));

// Every link with a passage leads to its words, and not only to their block.
document.addEventListener('click', (event) => {
  const link = event.target.closest && event.target.closest('[data-go]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const [start, end] = link.dataset.go.split(',').map(Number);
  goTo(start, end, link);
});
