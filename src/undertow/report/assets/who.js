// Who is this, and why: a card beside a mention or a line, by pointer, by keyboard or by touch.
const who = $('who');
let waiting = 0, shownFor = null, shownAt = 0; // shownAt: how far the text was scrolled then

const near = (here, there) => {
  const apart = blockOf(here) - blockOf(there);
  if (apart === 0) return 'in the same paragraph';
  return apart === 1 ? 'in the paragraph before' : `${apart} paragraphs before`;
};
const words = (start, n) => {
  const said = rangeOf(start, start + n).toString().replace(/\s+/g, ' ');
  return said.length > 60 ? `${said.slice(0, 59)}…` : said;
};
const paragraph = (className, ...children) => make('p', { className }, ...children);
const quoted = (m) => make('bdi', { textContent: `“${words(mention.at[m], mention.n[m])}”` });
const leads = (label, start, end) => {
  const button = make('button', { type: 'button', textContent: label });
  button.dataset.go = `${start},${end}`;
  return button;
};
const lineAt = (char) => {
  const p = lower(part.at, char + 1) - 1;
  return p >= 0 && char < part.at[p] + part.n[p] ? part.line[p] : -1;
};

const aboutLine = (each) => {
  const said = [line.by[each] < 0 ? 'Nobody is known to say this line' : 'Said by ', ...(line.by[each] < 0 ? [] : [nameTag(line.by[each])])];
  line.to[each].forEach((to, i) => said.push(i ? ', ' : ' to ', nameTag(to)));
  const how = { explicit: 'the text names the speaker', anaphoric: 'by a pronoun or a description beside it', implicit: 'by the run of the conversation' };
  const basis = line.by[each] < 0 ? '' : `${how[data.attributions[line.how[each]]] || ''}, ${line.sure[each]}\u00a0% sure`;
  return [paragraph('', ...said, '.'), ...(basis ? [paragraph('why', basis)] : [])];
};

// The reason that the reading had, as far as it keeps one: the earlier mention, the name, or the speaker.
const because = (m) => {
  const each = lineAt(mention.at[m]), back = mention.back[m], person = mention.who[m];
  const sure = `${mention.sure[m]}\u00a0% sure`;
  if (back) return [`goes back to `, quoted(m - back), ` ${near(mention.at[m], mention.at[m - back])}, ${sure}`];
  if (ofPerson[person] && ofPerson[person][0] === m) return ['the first mention'];
  if (mention.form[m] === 0) return ['by the name'];
  if (each >= 0 && line.by[each] === person) return ['in a line that this person says'];
  if (each >= 0 && line.to[each].includes(person)) return ['in a line that is said to this person'];
  return ['no single earlier mention was chosen; it follows from all that was put together'];
};

const lastNamed = (mine, upTo) => {
  for (let i = upTo - 1; i >= 0; i--) if (data.forms[mention.form[mine[i]]] === 'proper') return mine[i];
  return -1;
};

const aboutMention = (m) => {
  const person = mention.who[m], children = [];
  children.push(paragraph('title', nameTag(person)));
  if (person >= people.length) return [...children, paragraph('why', 'a place')];
  const form = { proper: 'a name', nominal: 'a description', pronominal: 'a pronoun' }[data.forms[mention.form[m]]];
  children.push(paragraph('', quoted(m), ` is ${form}: `, ...because(m), '.'));
  const each = lineAt(mention.at[m]);
  if (each >= 0) children.push(...aboutLine(each));
  const mine = ofPerson[person], upTo = lower(mine, m), named = lastNamed(mine, upTo), acts = make('div', { className: 'acts' });
  children.push(paragraph('why', upTo ? `Mentioned ${upTo === 1 ? 'once' : `${upTo.toLocaleString('en')} times`} before.` : 'Not mentioned before.'));
  if (named >= 0 && named !== m - mention.back[m]) children.push(paragraph('', 'Last named ', quoted(named), ` ${near(mention.at[m], mention.at[named])}.`));
  if (mention.back[m]) acts.append(leads('that mention', mention.at[m - mention.back[m]], mention.at[m - mention.back[m]] + mention.n[m - mention.back[m]]));
  if (upTo) acts.append(leads('first mention', mention.at[mine[0]], mention.at[mine[0]] + mention.n[mine[0]]));
  const pick = make('button', { type: 'button', textContent: state.picked === person ? 'everybody' : 'only them' });
  pick.dataset.pick = person;
  acts.append(pick);
  return [...children, acts];
};

const showWho = (element) => {
  if (shownFor === element && !who.hidden) return;
  shownFor = element;
  shownAt = scroller.scrollTop;
  const m = element.dataset.m;
  const { f, d, t, turn } = element.dataset;
  const children = m !== undefined ? aboutMention(Number(m)) : f !== undefined ? aboutFeeling(Number(f)) : d !== undefined ? aboutDenial(Number(d))
    : t !== undefined ? aboutTelling(Number(t)) : turn !== undefined ? aboutTurn(Number(turn)) : aboutLine(Number(element.dataset.line));
  who.replaceChildren(...children);
  who.hidden = false;
  const box = element.getClientRects()[0] || element.getBoundingClientRect(), size = who.getBoundingClientRect();
  const below = box.bottom + 8 + size.height < innerHeight;
  who.style.left = `${Math.max(8, Math.min(innerWidth - size.width - 8, box.left - 20))}px`;
  who.style.top = `${below ? box.bottom + 6 : Math.max(8, box.top - size.height - 6)}px`;
  const back = m !== undefined ? mention.back[m] : 0;
  paint('source', back ? mention.at[m - back] : -1, back ? mention.at[m - back] + mention.n[m - back] : -1);
};
const hideWho = () => {
  clearTimeout(waiting);
  who.hidden = true;
  shownFor = null;
  paint('source', -1);
};
// The innermost mark under the pointer whose kind is switched on.
const KINDS = { m: ['people', 'tags'], q: ['lines'], f: ['feelings'], d: ['feelings'], turned: ['feelings'], t: ['modes'] };
const isShown = (element) => Object.entries(KINDS).some(([kind, switches]) => element.classList.contains(kind) && switches.some((each) => text.classList.contains(`show-${each}`)));
const markUnder = (node) => {
  let found = node.closest && node.closest('.m, .q, .f, .d, .t, .turned');
  while (found && text.contains(found) && !isShown(found)) found = found.parentElement.closest('.m, .q, .f, .d, .t, .turned');
  return found && text.contains(found) ? found : null;
};
text.addEventListener('pointerover', (event) => {
  if (event.pointerType === 'touch') return;
  clearTimeout(waiting);
  const found = markUnder(event.target);
  waiting = setTimeout(found ? () => showWho(found) : hideWho, found ? 140 : 350);
});
text.addEventListener('pointerleave', () => { clearTimeout(waiting); waiting = setTimeout(hideWho, 350); });
who.addEventListener('pointerenter', () => clearTimeout(waiting));
who.addEventListener('pointerleave', () => { waiting = setTimeout(hideWho, 350); });
text.addEventListener('click', (event) => {
  const found = markUnder(event.target);
  if (found) showWho(found); else hideWho();
  const at = event.target.closest && event.target.closest('[id^=b]');
  if (at && document.getSelection().isCollapsed) hereAt(found && found.dataset.m !== undefined ? mention.at[found.dataset.m] : block.at[Number(at.id.slice(1))]);
});
scroller.addEventListener('scroll', () => {
  const moved = Math.abs(scroller.scrollTop - shownAt) > 8; // the event of a scroll may come after the click that followed it
  if (moved && !who.hidden && !who.contains(document.activeElement)) hideWho();
}, { passive: true });
document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && !who.hidden) hideWho(); });

// By keyboard: from mention to mention, from the one before or from the top of what is on the screen.
let current = -1;
const step = (by) => {
  if (current < 0 || !text.contains(document.activeElement)) current = lower(mention.at, topChar()) - (by > 0 ? 1 : 0);
  let m = current + by;
  while (m >= 0 && m < mention.at.length && (mention.who[m] >= people.length || (state.picked >= 0 && mention.who[m] !== state.picked))) m += by;
  if (m < 0 || m >= mention.at.length || mention.at[m] >= state.cut) return;
  current = m;
  markChunk(chunkOf(blockOf(mention.at[m])));
  const element = text.querySelector(`[data-m="${m}"]`);
  if (!element) return;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'nearest' });
  setTimeout(() => { showWho(element); say(who.textContent); }, 60);
};
$('before').addEventListener('click', () => step(-1));
$('after').addEventListener('click', () => step(1));
scroller.addEventListener('keydown', (event) => {
  if (event.key === '[' || event.key === ']') step(event.key === ']' ? 1 : -1);
});
