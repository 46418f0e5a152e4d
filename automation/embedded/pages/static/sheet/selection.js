// A rectangle of cells, as people mark one to copy, clear or paste over.

export class Selection {
  constructor(page) {
    this.page = page;
    this.anchor = null;  // {row, column}: the row by its place on the screen
    this.end = null;
    this.isDragging = false;
    // The grid tells of the focus some time after it moved; what the pointer did, `press` has dealt with by then.
    this.isByPointer = false;
    addEventListener("pointerdown", () => { this.isByPointer = true; }, true);
    addEventListener("keydown", () => { this.isByPointer = false; }, true);
    addEventListener("pointerup", () => { this.isDragging = false; });
  }

  /** The marked cells' corners, or the cell that has the focus. */
  get bounds() {
    if (!this.anchor || !this.end) return null;
    const order = this.#order(), places = [this.anchor, this.end].map(({ column }) => order.indexOf(column));
    return {
      top: Math.min(this.anchor.row, this.end.row), bottom: Math.max(this.anchor.row, this.end.row),
      columns: order.slice(Math.min(...places), Math.max(...places) + 1),
    };
  }

  get isWide() {
    return Boolean(this.anchor) && (this.anchor.row !== this.end.row || this.anchor.column !== this.end.column);
  }

  holds(row, column) {
    if (!this.isWide) return false;
    const { top, bottom, columns } = (this.held ??= this.bounds);
    return row >= top && row <= bottom && columns.includes(column);
  }

  /** The focus came to a cell. */
  focus(row, column) {
    if (!this.isByPointer) this.#set({ row, column }, { row, column });
  }

  press({ event, rowIndex, column }) {
    const index = Number(column.getColId());
    if (Number.isNaN(index) || event.button !== 0) return;
    if (event.shiftKey) return this.extendTo(rowIndex, index);
    this.isDragging = true;
    this.#set({ row: rowIndex, column: index }, { row: rowIndex, column: index });
  }

  drag({ event, rowIndex, column }) {
    const index = Number(column.getColId());
    if (this.isDragging && event.buttons === 1 && !Number.isNaN(index)) this.extendTo(rowIndex, index);
  }

  extendTo(row, column) {
    this.#set(this.anchor ?? { row, column }, { row, column });
  }

  /** Shift and an arrow. */
  extendBy(down, right) {
    if (!this.end) return;
    const order = this.#order(), place = order.indexOf(this.end.column) + right;
    const row = Math.min(Math.max(this.end.row + down, 0), this.page.api.getDisplayedRowCount() - 1);
    if (place < 0 || place >= order.length) return;
    this.#set(this.anchor, { row, column: order[place] });
    this.page.api.ensureIndexVisible(row);
    this.page.api.ensureColumnVisible(String(order[place]));
  }

  clear() {
    this.#set(null, null);
  }

  /** The marked cells as Excel takes them from the clipboard. */
  copied() {
    const { top, bottom, columns } = this.bounds, lines = [];
    for (let place = top; place <= bottom; place++) {
      const row = this.page.api.getDisplayedRowAtIndex(place).data;
      lines.push(columns.map((column) => quoted(this.page.tab.text(row, column))).join("\t"));
    }
    return lines.join("\r\n");
  }

  #order() {
    const columns = this.page.api.getAllDisplayedColumns().map((column) => Number(column.getColId()));
    return columns.filter((index) => !Number.isNaN(index));
  }

  #set(anchor, end) {
    const wasWide = this.isWide;
    Object.assign(this, { anchor, end, held: null });
    if (wasWide || this.isWide) this.page.repaint();
  }
}

function quoted(text) {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows of cells from what Excel, Sheets or a text editor put on the clipboard. */
export function pasted(text) {
  const rows = [[]];
  const cell = /\s*?"((?:[^"]|"")*)"(?=\t|\r?\n|$)|([^\t\r\n]*)/y;
  for (let at = 0; at <= text.length;) {
    cell.lastIndex = at;
    const [whole, inQuotes, plain] = cell.exec(text);
    rows.at(-1).push(inQuotes === undefined ? plain : inQuotes.replaceAll('""', '"'));
    at += whole.length;
    if (at >= text.length) break;
    if (text[at] === "\t") at += 1;
    else {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      if (at === text.length) break;  // the last line ends with a line end
      rows.push([]);
    }
  }
  return rows;
}
