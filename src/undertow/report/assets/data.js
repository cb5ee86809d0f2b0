// The data block, its columns unpacked. Positions are UTF-16 units of the text, as in every string of this language.
const $ = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const data = JSON.parse($('data').textContent);
const { people, places, chapters } = data;

const summed = (steps) => {
  const sums = new Int32Array(steps.length);
  let sum = 0;
  for (let i = 0; i < steps.length; i++) sums[i] = sum += steps[i];
  return sums;
};

// The first index whose value is not below `value`, in an ascending column.
const lower = (column, value) => {
  let low = 0, high = column.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (column[middle] < value) low = middle + 1; else high = middle;
  }
  return low;
};

const block = { at: summed(data.blocks.at), n: data.blocks.n, token: summed(data.blocks.token) };
const mention = { ...data.mentions, at: summed(data.mentions.at) };
const part = { at: summed(data.lines.at), n: data.lines.n, line: data.lines.line };
const line = { by: data.lines.by, to: data.lines.to, sure: data.lines.sure, how: data.lines.how, words: data.lines.words };
line.first = new Int32Array(line.by.length).fill(-1); // the first part of each line
for (let p = part.line.length - 1; p >= 0; p--) line.first[part.line[p]] = p;
line.at = line.first.map((p) => part.at[p]);
const ofPerson = people.map(() => []);
mention.who.forEach((who, m) => { if (who < people.length) ofPerson[who].push(m); });

const state = { cut: Infinity, picked: -1 }; // the reader's place, and the person who is looked at

const blockOf = (char) => Math.max(0, lower(block.at, char + 1) - 1);
const tokensBefore = (b) => (b < block.token.length ? block.token[b] : data.tokens);

// Where a character stands on the charts, 0 to 1, and back.
const placeOf = (char) => {
  const b = blockOf(char);
  const share = Math.min(1, (char - block.at[b]) / Math.max(1, block.n[b]));
  return (block.token[b] + share * (tokensBefore(b + 1) - block.token[b])) / Math.max(1, data.tokens);
};
const charAt = (place) => {
  const token = Math.min(data.tokens - 1, place * data.tokens);
  let b = Math.max(0, lower(block.token, Math.floor(token) + 1) - 1);
  while (b > 0 && tokensBefore(b + 1) === block.token[b]) b--;
  const share = (token - block.token[b]) / Math.max(1, tokensBefore(b + 1) - block.token[b]);
  return Math.floor(block.at[b] + share * block.n[b]);
};

const percent = (share) => `${Math.round(100 * share)}\u00a0%`;
const chapterOf = (char) => lower(chapters, char + 1);
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const remember = (key, value) => { try { localStorage.setItem(key, value); } catch {} };
const say = (words) => { $('live').textContent = words; };
