// «Таблица»: what is on the screen, what a person does with it, and what the server says.

import { drawCharts } from "./charts.js";
import { Finder } from "./finder.js";
import { columnsOf, makeGrid } from "./grid.js";
import { History } from "./history.js";
import { Others } from "./others.js";
import { Layout } from "./layout.js";
import { ask, openMenu } from "./menu.js";
import { pasted, Selection } from "./selection.js";
import { Refusal, Server } from "./server.js";
import { placeOf, Tab } from "./tab.js";
import { Unwritten } from "./unwritten.js";
import { Views } from "./views.js";
import { counted } from "./words.js";

const EVERY = 2000;  // milliseconds between questions whether something has changed
const READ_ONLY = "Вам открыт только просмотр: изменить здесь ничего нельзя. Если нужно править, попросите доступ у владельца.";
const element = (id) => document.getElementById(id);

class Page {
  constructor(root) {
    this.root = root;
    this.tab = new Tab();
    this.mayWrite = false;
    this.taken = 0;  // answers about the tab
    this.wantedTab = new URLSearchParams(location.hash.slice(1)).get("gid") ?? "";
    this.server = new Server(root.dataset.path, (text, isWrong) => this.said(text, isWrong));
    this.history = new History(this);
    this.selection = new Selection(this);
    this.finder = new Finder(this, element("find-bar"));
    this.unwritten = new Unwritten(this, element("unwritten"));
    this.layout = new Layout(this);
    this.views = new Views(this);
    this.others = new Others(this, element("others"));
  }

  async start() {
    const library = await import(this.root.dataset.grid);
    element("loading").remove();
    this.api = makeGrid(library, element("grid"), this);
    this.#listen();
    await this.refresh({ anew: true });
    setInterval(() => { if (!document.hidden) this.refresh(); }, EVERY);
    this.others.start();
  }

  // What the server has

  async refresh({ anew = false } = {}) {
    if (this.isRefreshing && !anew) return;
    this.isRefreshing = true;
    try {
      const answer = await this.server.tab(this.wantedTab, this.views.wanted, this.tab.hashes, { anew });
      if (answer) this.#takeInTime(answer);
      if (this.isCutOff) this.said("");
      this.isCutOff = false;
    } catch (error) {
      if (error instanceof Refusal && error.status === 404 && this.wantedTab) {
        this.wantedTab = "";
        this.said("Этот лист удалён: показан первый.", true);
      } else {
        this.isCutOff = true;
        this.server.forget();
        this.said(error instanceof Refusal ? error.message : "Нет связи с сервером. Показано то, что было.", true);
      }
    } finally {
      this.isRefreshing = false;
    }
  }

  /** Columns or rows that stand elsewhere would close the editor over what is being typed: they come after it. */
  #takeInTime(answer) {
    const shape = ({ id, order }) => JSON.stringify([id, order]);
    const isEditing = this.api.getEditingCells().length > 0;
    this.isLate = isEditing && (shape(answer.tab) !== shape(this.tab) || this.#columnsOf(answer) !== this.#columnsOf(this));
    if (this.isLate) this.server.forget();
    else this.#take(answer);
  }

  #columnsOf({ tab, mayWrite }) {
    return JSON.stringify([tab.id, tab.columns, tab.frozenColumns, mayWrite]);
  }

  /** A cell's editor opens: what is typed into it is meant for the row as it stands now. */
  begin(row) {
    this.begun = this.tab.base(row);
    return this.begun;
  }

  ended() {
    if (this.isLate) setTimeout(() => this.refresh({ anew: true }));
  }

  #take(answer) {
    const columnsBefore = this.#columnsOf(this);
    const isAnother = this.tab.id !== answer.tab.id;
    const changed = this.tab.update(answer.tab);
    this.taken += 1;
    this.mayWrite = answer.mayWrite;
    this.views.take(answer);
    if (isAnother) this.#openTab();
    if (columnsBefore !== this.#columnsOf(this)) {
      this.api.setGridOption("columnDefs", columnsOf(this));
    }
    this.api.setGridOption("rowData", this.tab.body);
    this.api.onFilterChanged();
    this.unwritten.show();
    this.repaint();
    if (!isAnother) this.#flash(changed);
    if (changed.length && !element("chart-panel").hidden) this.#drawCharts();
    this.#showTabs(answer.tabs);
    document.querySelector(".heading h1").textContent = document.title = answer.title;
    this.filtered();
    this.focused();
  }

  #openTab() {
    this.api.setFilterModel(null);
    this.selection.clear();
    this.finder.close();
    element("chart-panel").hidden = true;
  }

  #flash(rows) {
    const nodes = rows.map((row) => this.api.getRowNode(String(row.index))).filter(Boolean);
    if (nodes.length && nodes.length < 200 && !this.history.unsaved) this.api.flashCells({ rowNodes: nodes });
  }

  #showTabs(tabs) {
    this.layout.tabs = tabs;
    const buttons = tabs.filter((tab) => !tab.hidden).map((tab) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("role", "tab");
      button.setAttribute("aria-selected", String(tab.id === this.tab.id));
      button.textContent = tab.title;
      button.addEventListener("click", () => this.choose(tab.id));
      if (this.mayWrite) button.addEventListener("contextmenu", (event) => { event.preventDefault(); this.layout.tabMenu(event, tab); });
      return button;
    });
    const shown = JSON.stringify(tabs) + this.tab.id + this.mayWrite;
    if (shown !== this.shownTabs) {
      element("tabs").replaceChildren(...buttons);
      this.shownTabs = shown;
      element("tabs").querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "center" });
    }
    element("more-tabs").hidden = !this.mayWrite;
    element("charts").hidden = !tabs.find((tab) => tab.id === this.tab.id)?.charts;
  }

  async choose(id) {
    this.wantedTab = String(id);
    this.views.open(id);
    history.replaceState(null, "", `#gid=${id}`);
    await this.refresh({ anew: true });
    this.api.ensureIndexVisible(0);
  }

  // What a person does

  mayEdit(column) {
    return this.mayWrite && !this.tab.columns[column]?.locked;
  }

  /** Something was typed into a cell that stood as `base` says. It is shown at once; the server has the last word. */
  typed(base, column, text) {
    if (text === base.texts[column]) return false;
    this.write([{ base, cells: { [column]: text } }]);
    return true;
  }

  /** Write into cells of one tab: `rows` are `{base, cells: {column: text or CellData}, notes}`; `told` is said of it. */
  async write(rows, told = "") {
    const { sheet } = rows[0].base;
    const answer = this.history.carryOut(async () => ({ deed: "write", sheet, rows: await Promise.all(rows.map(sent)) }), told);
    const typed = rows.flatMap(({ base, cells }) => Object.entries(cells).filter(([, text]) => typeof text === "string")
      .map(([column, text]) => [placeOf(base.index, column), { text, left: answer.then((given) => leftBy(given, base, column)) }]));
    if (sheet === this.tab.id) typed.forEach(([place, cell]) => this.tab.typed.set(place, cell));
    this.repaint();
    await answer;
    for (const [place, cell] of typed) if (this.tab.typed.get(place) === cell) this.tab.typed.delete(place);
    this.unwritten.show();
    this.repaint();
  }

  insertRow(row) {
    const base = this.tab.base(row);
    return this.history.carryOut(async () => ({ deed: "insert", sheet: base.sheet, count: 1, ...await sent({ base }) }));
  }

  deleteRows(rows) {
    const bases = rows.map((row) => this.tab.base(row)), { sheet, index } = bases[0];
    return this.history.carryOut(async () => {
      const seen = await Promise.all(bases.map((base) => Promise.all(base.seen)));
      return { deed: "delete", sheet, row: index, seen };
    });
  }

  /** Bring what a step changed into sight. */
  show(step) {
    const row = step.deed === "write" ? step.rows[0]?.row : step.row;
    if (row !== undefined) this.api.ensureIndexVisible(Math.max(0, Math.min(row - this.tab.headerRows, this.api.getDisplayedRowCount() - 1)));
  }

  reveal(index, column) {
    const node = this.api.getRowNode(String(index));
    if (!node) return;
    this.api.ensureNodeVisible(node, "middle");
    this.api.ensureColumnVisible(String(column), "auto");
  }

  /** Open the editor of a cell. */
  edit(index, column) {
    this.reveal(index, column);
    const rowIndex = this.api.getRowNode(String(index))?.rowIndex ?? null;
    if (rowIndex !== null) this.api.startEditingCell({ rowIndex, colKey: String(column) });
  }

  paste(text) {
    const bounds = this.selection.bounds;
    if (!bounds) return;
    const given = pasted(text), columns = this.api.getAllDisplayedColumns().map((each) => Number(each.getColId()));
    const first = columns.indexOf(bounds.columns[0]), rows = [];
    // One value pasted over a rectangle fills it, as everywhere.
    const fills = given.length === 1 && given[0].length === 1 && this.selection.isWide;
    const height = fills ? bounds.bottom - bounds.top + 1 : given.length;
    let closed = 0, outside = 0;
    for (let down = 0; down < height; down++) {
      const row = this.api.getDisplayedRowAtIndex(bounds.top + down)?.data, cells = {};
      const texts = fills ? bounds.columns.map(() => given[0][0]) : given[down];
      texts.forEach((value, right) => {
        const column = columns[first + right];
        if (!row || column === undefined) outside += 1;
        else if (this.mayEdit(column)) cells[column] = value;
        else closed += 1;
      });
      if (row && Object.keys(cells).length) rows.push({ base: this.tab.base(row), cells });
    }
    if (outside) return this.said("Вставленное не помещается на листе: не хватает строк или столбцов. Ничего не записано.", true);
    if (!rows.length) return this.sayWhyNot(bounds.columns[0]);
    const told = closed ? `В защищённые столбцы не записано: ${counted(closed, "ячейка", "ячейки", "ячеек")}.` : "";
    this.write(rows, told);
  }

  clearCells() {
    const { top, bottom, columns } = this.selection.bounds, rows = [];
    for (let place = top; place <= bottom; place++) {
      const row = this.api.getDisplayedRowAtIndex(place).data;
      const cells = Object.fromEntries(columns.filter((c) => this.mayEdit(c) && this.tab.text(row, c)).map((c) => [c, ""]));
      if (Object.keys(cells).length) rows.push({ base: this.tab.base(row), cells });
    }
    const closed = columns.find((column) => !this.mayEdit(column));
    if (rows.length) this.write(rows);
    else if (closed !== undefined) this.sayWhyNot(closed);
  }

  /** A key on a cell that is not being edited; true if it was dealt with here. */
  key(event) {
    const arrows = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (event.shiftKey && arrows[event.key]) {
      this.selection.extendBy(...arrows[event.key]);
      event.preventDefault();
      return true;
    }
    if ((event.key === "Delete" || event.key === "Backspace") && this.selection.bounds) {
      this.clearCells();
      return true;
    }
    const focus = this.api.getFocusedCell(), column = Number(focus?.column.getColId());
    const begins = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey || event.key === "Enter" || event.key === "F2";
    if (begins && this.tab.columns[column] && !this.mayEdit(column)) this.sayWhyNot(column);
    if (event.key === "Enter" && this.#follows(focus, column)) return true;
    return begins && event.key === " " && this.#toggle(focus, column);
  }

  #toggle(focus, index) {
    const column = this.tab.columns[index];
    if (column?.kind !== "check" || !this.mayEdit(index)) return false;
    const row = this.api.getDisplayedRowAtIndex(focus.rowIndex).data, text = this.tab.text(row, index);
    this.typed(this.tab.base(row), index, this.tab.isTicked(text, index) ? "FALSE" : "TRUE");
    return true;
  }

  /** Enter on an address that nobody edits here opens it. */
  #follows(focus, column) {
    if (!focus || !this.tab.columns[column] || this.mayEdit(column)) return false;
    const text = this.tab.text(this.api.getDisplayedRowAtIndex(focus.rowIndex).data, column);
    if (!/^https?:\/\/\S+$/.test(text)) return false;
    window.open(text, "_blank", "noopener");
    return true;
  }

  /** Somebody double-clicked a cell: the grid opens it, or they learn why not. */
  wantsToEdit({ column }) {
    const index = Number(column.getColId());
    if (this.tab.columns[index] && !this.mayEdit(index)) this.sayWhyNot(index);
  }

  /** Whoever tries to change what they may not change is told why. */
  sayWhyNot(column) {
    this.said(this.mayWrite ? this.tab.columns[column].locked : READ_ONLY, true);
  }

  // What is shown around the grid

  said(text, isWrong = false) {
    const state = element("state");
    state.textContent = text;
    state.classList.toggle("wrong", isWrong);
  }

  historyChanged() {
    if (!element("undo")) return;
    element("undo").disabled = !this.history.done.length;
    element("redo").disabled = !this.history.undone.length;
  }

  repaint() {
    cancelAnimationFrame(this.painting);
    this.painting = requestAnimationFrame(() => this.api.refreshCells({ force: true, suppressFlash: true }));
  }

  filtered() {
    const filters = Object.keys(this.api.getFilterModel()).length;
    const all = this.tab.body.filter((row) => this.tab.says(row)).length;
    let shown = 0;
    this.api.forEachNodeAfterFilter(({ data }) => { if (this.tab.says(data)) shown += 1; });
    this.views.show({ hidden: all - shown, isFiltered: filters > 0 });
    const rows = counted(all, "строка", "строки", "строк");
    element("count").textContent = shown === all ? rows : `${shown.toLocaleString("ru-RU")} из ${rows}`;
  }

  /** Show the whole text and the note of the cell that has the focus. */
  focused(event) {
    const focus = this.api.getFocusedCell(), column = Number(focus?.column.getColId());
    const row = focus && this.api.getDisplayedRowAtIndex(focus.rowIndex)?.data;
    const text = element("cell-text"), isCell = row && !Number.isNaN(column);
    if (event && isCell) this.selection.focus(focus.rowIndex, column);
    if (document.activeElement === text) return;
    this.inBar = isCell ? { base: this.tab.base(row), column } : null;
    element("cell-name").textContent = isCell ? `${this.tab.columns[column]?.title} · строка ${row.index + 1}` : "Ячейка";
    text.value = isCell ? this.tab.entered(row, column) : "";
    text.readOnly = !isCell || !this.mayEdit(column);
    const notes = isCell ? [row.notes?.[column], this.tab.columns[column]?.locked] : [];
    element("cell-note").textContent = notes.filter(Boolean).join("\n");
  }

  menu({ event, data, column }) {
    event.preventDefault();
    if (!this.mayWrite || !data) return;
    const rows = this.#rowsFor(data, this.selection.bounds), index = Number(column?.getColId());
    openMenu(event, [
      ["Вставить строку выше", () => this.insertRow(data)],
      ["Вставить строку ниже", () => this.insertRow(this.tab.rows[data.index + 1] ?? data)],
      [rows.length > 1 ? `Удалить ${counted(rows.length, "строку", "строки", "строк")}` : "Удалить строку", () => this.deleteRows(rows)],
      ...(Number.isNaN(index) ? [] : [["Заметка к ячейке", () => this.#note(data, index)]]),
    ]);
  }

  async #note(row, column) {
    const base = this.tab.base(row), before = row.notes?.[column] ?? "", note = await ask("Заметка к ячейке", before, { long: true });
    if (note === null || note === before) return;
    this.write([{ base, cells: { [column]: { note: note || null } }, notes: { [column]: before || null } }]);
  }

  columnMenu({ column }) {
    const index = Number(column.getColId()), place = this.pointer;
    if (this.mayWrite && !Number.isNaN(index)) this.layout.columnMenu(place, index);
  }

  resized({ finished, source, column }) {
    if (finished && source === "uiColumnResized" && this.mayWrite && column) this.layout.resized(Number(column.getColId()), column.getActualWidth());
  }

  /** The rows that a deletion at `data` means: the marked ones, if they stand together in the file too. */
  #rowsFor(data, bounds) {
    if (!bounds || !this.selection.isWide) return [data];
    const rows = [];
    for (let place = bounds.top; place <= bounds.bottom; place++) rows.push(this.api.getDisplayedRowAtIndex(place).data);
    const together = rows.every((row, place) => row.index === rows[0].index + place);
    return together && rows.includes(data) ? rows : [data];
  }

  async #toggleCharts() {
    const panel = element("chart-panel"), button = element("charts");
    panel.hidden = !panel.hidden;
    button.setAttribute("aria-pressed", String(!panel.hidden));
    if (!panel.hidden) await this.#drawCharts();
  }

  async #drawCharts() {
    await drawCharts(element("chart-panel"), await this.server.charts(this.tab.id), this.root.dataset.charts);
  }

  #listen() {
    const on = (id, deed) => element(id)?.addEventListener("click", deed);
    on("undo", () => this.history.undo());
    on("redo", () => this.history.redo());
    on("insert", () => this.#insertAtFocus());
    on("find", () => this.finder.open());
    on("unfilter", () => { this.api.setFilterModel(null); this.views.choose("0"); });
    on("save-view", () => this.views.save());
    on("more-tabs", (event) => this.layout.tabMenu(event, this.layout.tabs.find((tab) => tab.id === this.tab.id)));
    on("print", () => this.#print());
    element("view").addEventListener("change", ({ target }) => this.views.choose(target.value));
    on("charts", () => this.#toggleCharts());
    document.addEventListener("keydown", (event) => this.#shortcut(event));
    // The grid tells which header was asked for its menu, but not where on the screen.
    element("grid").addEventListener("contextmenu", (event) => { event.preventDefault(); this.pointer = event; }, true);
    document.addEventListener("copy", (event) => this.#copy(event));
    document.addEventListener("cut", (event) => { if (this.#copy(event)) this.clearCells(); });
    document.addEventListener("paste", (event) => {
      if (!this.#isOnCell()) return;
      event.preventDefault();
      this.paste(event.clipboardData.getData("text/plain"));
    });
    addEventListener("beforeunload", (event) => { if (this.history.unsaved || this.unwritten.count) event.preventDefault(); });
    this.#listenToCellBar();
    this.historyChanged();
  }

  #print() {
    const query = new URLSearchParams({ sheet: this.tab.id, view: this.views.chosen });
    window.open(`${this.root.dataset.path}/print?${query}`, "_blank", "noopener");
  }

  #insertAtFocus() {
    const focus = this.api.getFocusedCell(), row = focus && this.api.getDisplayedRowAtIndex(focus.rowIndex)?.data;
    if (row) this.insertRow(row);
    else this.said("Выберите строку, над которой вставить новую.", true);
  }

  #listenToCellBar() {
    const text = element("cell-text");
    const take = () => { if (this.inBar && !text.readOnly) this.typed(this.inBar.base, this.inBar.column, text.value); };
    text.addEventListener("keydown", (event) => {
      if (this.inBar && text.readOnly && event.key.length === 1 && !event.ctrlKey && !event.metaKey) this.sayWhyNot(this.inBar.column);
      if (event.key === "Escape") { text.value = this.inBar?.base.texts[this.inBar.column] ?? ""; text.blur(); }
      if (event.key === "Enter" && !event.shiftKey && !event.altKey) { event.preventDefault(); text.blur(); }
    });
    text.addEventListener("blur", take);
  }

  #shortcut(event) {
    const key = event.code;
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const isTyping = event.target.closest("input, textarea, select");
    if (key === "KeyP" && element("print")) { event.preventDefault(); this.#print(); }
    if (key === "KeyF") { event.preventDefault(); this.finder.open(); }
    if (isTyping) return;
    if (key === "KeyZ") { event.preventDefault(); event.shiftKey ? this.history.redo() : this.history.undo(); }
    if (key === "KeyY") { event.preventDefault(); this.history.redo(); }
  }

  #isOnCell() {
    return Boolean(document.activeElement?.closest(".ag-cell")) && !document.activeElement.matches("input[type=text], select");
  }

  #copy(event) {
    if (!this.#isOnCell() || !this.selection.bounds || getSelection().toString()) return false;
    event.clipboardData.setData("text/plain", this.selection.copied());
    event.preventDefault();
    return true;
  }
}

/** A row of a step, as the server is told of it. */
async function sent({ base, cells, notes, texts }) {
  return { row: base.index, order: base.order, seen: await Promise.all(base.seen), cells, notes, texts };
}

/** What the server has in a cell after a step that was to change it; nobody else's change counts. */
function leftBy({ undo }, base, column) {
  const row = undo?.rows.find((each) => each.sent === base.index);
  return row && column in row.cells ? row.seen[column] : base.seen[column];
}

const page = new Page(element("sheet"));
page.start();
