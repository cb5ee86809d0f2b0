// The last of it: the theme, the list of chapters, the reader's place of last time, links from outside.
$('theme').addEventListener('click', () => {
  const dark = (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  root.dataset.theme = dark ? 'light' : 'dark';
  remember('undertow-theme', root.dataset.theme);
});
const chapter = $('chapter');
if (chapter) chapter.addEventListener('change', () => {
  if (chapter.value !== '') goTo(Number(chapter.value), Number(chapter.value) + 1, chapter);
  chapter.value = '';
});
estimate();
try {
  const place = localStorage.getItem(`undertow-place-${data.key}`);
  if (place !== null) slider.value = place;
} catch {}
if (Number(slider.value) < 1000) applyCut();
if (/^#b\d+$/.test(location.hash)) {
  const b = Number(location.hash.slice(2));
  if (b < block.at.length) goTo(block.at[b], block.at[b] + 1);
}
