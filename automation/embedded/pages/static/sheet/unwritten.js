// What was typed and is not in the spreadsheet: kept beside what is there, until the person chooses.

import { placeOf } from "./tab.js";
import { counted } from "./words.js";

const MOST = 100;  // shown at once; the others follow as these are settled

export class Unwritten {
  constructor(page, panel) {
    this.page = page;
    this.panel = panel;
    this.kept = [];
  }

  get count() {
    return this.kept.length;
  }

  holds(row, column) {
    return this.kept.some(({ base, column: own }) => base && own === column && base.index === row.index && isSame(base.order, row.order));
  }

  /** Take in what could not be written of a step; gives what to say of it. */
  take(step, { undo, order, unwritten }) {
    if (step.deed !== "write") return "";
    const retyped = new Set(step.rows.flatMap(({ row, cells }) => Object.keys(cells).filter((column) => typeof cells[column] === "string").map((column) => placeOf(row, column))));
    this.kept = this.kept.filter(({ sheet, base, at, column }) => sheet !== step.sheet || !retyped.has(placeOf(base?.index ?? at, column)));
    this.kept.push(...unwritten.map((cell) => this.#entry(step, cell, order)));
    return said(unwritten, undo?.rows.length > 0);
  }

  #entry({ sheet, rows }, { row, at, column, why }, order) {
    const given = rows.find((each) => each.row === row), cell = given.cells[column];
    const isNote = typeof cell !== "string" && !("userEnteredValue" in cell);
    return {
      sheet, at, column, why, cell, isNote, isTyped: isNote || typeof cell === "string", order: order ?? given.order, since: this.page.taken,
      tab: this.page.layout.tabs.find((tab) => tab.id === sheet)?.title,
      text: typeof cell === "string" ? cell : isNote ? cell.note ?? "" : given.texts?.[column] ?? "",
      who: given.seen.filter(Boolean).slice(0, 2).join(", "),
    };
  }

  /** What is there beside what was typed, for the tab that is shown. */
  show() {
    for (const entry of this.kept) if (this.page.taken > entry.since && entry.sheet === this.page.tab.id) this.#find(entry);
    const shown = JSON.stringify([this.page.tab.id, this.kept.map(({ cell, base, since, ...told }) => told)]);
    if (shown === this.shown) return;  // a button that somebody is about to press stays
    this.shown = shown;
    this.panel.hidden = !this.kept.length;
    const open = this.kept.filter((entry) => entry.base && !entry.why), list = document.createElement("ul");
    list.append(...this.kept.slice(0, MOST).map((entry) => this.#item(entry)));
    this.panel.replaceChildren(...(this.kept.length > 1 ? [this.#head(open)] : []), list);
  }

  /** The row as it stands now, once: what the person is shown is what their choice is compared with. */
  #find(entry) {
    if (entry.at === null || entry.base) return;
    const row = isSame(entry.order, this.page.tab.order) ? this.page.tab.rows[entry.at] : undefined;
    if (!row) {
      entry.at = null;
      return;
    }
    if (this.page.tab.isWaiting(row, entry.column)) return;  // there is something newer on its way
    entry.base = this.page.tab.base(row);
    entry.title = this.page.tab.columns[entry.column]?.title ?? "";
    entry.there = entry.isNote ? row.notes?.[entry.column] ?? "" : entry.base.texts[entry.column] ?? "";
  }

  #head(open) {
    const head = document.createElement("p"), words = document.createElement("b");
    head.className = "head";
    words.textContent = `Не записано: ${counted(this.kept.length, "ячейка", "ячейки", "ячеек")}`;
    head.append(words);
    if (open.length > 1) head.append(button("Записать всё моё", () => this.#write(open)));
    head.append(button("Оставить всё как есть", () => this.#drop(this.kept), "quiet"));
    return head;
  }

  #item(entry) {
    const item = document.createElement("li"), words = document.createElement("span"), place = document.createElement("b");
    const isShown = entry.sheet === this.page.tab.id;
    place.textContent = entry.base ? `${entry.isNote ? "Заметка: " : ""}${entry.title}, строка ${entry.base.index + 1}` : entry.who;
    words.append(...(isShown || !entry.tab ? [] : [`Лист «${entry.tab}», `]), place, ` ${reason(entry)} `);
    if (entry.base) words.append("Там теперь: ", quoted(entry.there), ". ");
    words.append(entry.isTyped ? "Вы ввели: " : "Было раньше: ", quoted(entry.text), ". ");
    item.append(words);
    if (!isShown && entry.tab) item.append(button("Открыть лист", () => this.page.choose(entry.sheet)));
    else if (entry.base && entry.why) item.append(button("Исправить", () => this.page.edit(entry.base.index, entry.column)));
    else if (entry.base) item.append(button("Записать моё", () => this.#write([entry])));
    item.append(button("Оставить как есть", () => this.#drop([entry]), "quiet"));
    return item;
  }

  /** Write what the person typed over what they were shown: a step for each tab, and for each order of its rows. */
  #write(entries) {
    const steps = new Map();
    for (const { base, column, cell, isNote, there, text } of entries) {
      const rows = found(steps, JSON.stringify([base.sheet, base.order]), () => new Map());
      const row = found(rows, base.index, () => ({ base, cells: {}, notes: {}, texts: {} }));
      row.cells[column] = cell;
      row.texts[column] = text;
      if (isNote) row.notes[column] = there || null;
    }
    this.#drop(entries);
    for (const rows of steps.values()) this.page.write([...rows.values()]);
  }

  #drop(entries) {
    const settled = new Set(entries);
    this.kept = this.kept.filter((entry) => !settled.has(entry));
    this.show();
    this.page.repaint();
  }
}

function found(map, key, make) {
  if (!map.has(key)) map.set(key, make());
  return map.get(key);
}

function reason({ why, at }) {
  if (why) return why;
  if (at === null) return "Эту строку удалили или переставили, пока вы правили. Впишите своё заново, куда нужно.";
  return "изменил кто-то другой, пока вы правили.";
}

function said(unwritten, isSomeWritten) {
  if (!unwritten.length) return "";
  const whys = [...new Set(unwritten.map(({ why }) => why || "Пока вы правили, это изменил кто-то другой. Ваше не потеряно: выберите под таблицей, что оставить."))];
  return [isSomeWritten ? "Записано не всё." : "", ...whys.slice(0, 3)].filter(Boolean).join(" ");
}

function isSame(order, other) {
  return order.ROWS === other.ROWS && order.COLUMNS === other.COLUMNS;
}

function quoted(text) {
  const mark = document.createElement("q");
  mark.textContent = text || "(пусто)";
  return mark;
}

function button(label, deed, kind = "") {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: kind, textContent: label });
  made.addEventListener("click", deed);
  return made;
}
