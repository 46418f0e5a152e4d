// One tab as the page has it: its columns, and a row object for each row of the spreadsheet.

const SPARE_ROWS = 50;  // empty rows after the last one, to write into

export class Tab {
  constructor() {
    this.id = null;
    this.blocks = [];  // {hash, rows}
    this.rows = [];
    this.columns = [];
    this.folded = new Set();  // rows that the chosen view leaves out
    this.typed = new Map();  // cells on their way to the server, by place: {text, left: what the server will have there}
  }

  get hashes() {
    return this.blocks.map((block) => block.hash);
  }

  /** Take in what the server sent; gives the rows that are not as they were. */
  update(sent) {
    if (sent.id !== this.id) this.blocks = [];
    const had = new Map(this.blocks.map((block) => [block.hash, block.rows]));
    const before = this.rows;
    Object.assign(this, {
      id: sent.id, columns: sent.columns, columnLooks: sent.columnLooks, looks: sent.looks,
      headerRows: sent.headerRows, frozenColumns: sent.frozenColumns, rowCount: sent.rowCount, order: sent.order,
    });
    let first = 0;
    this.blocks = sent.blocks.map((block) => {
      const contents = block.rows ? contentsOf(block, first) : had.get(block.hash);
      first += contents.length;
      return { hash: block.hash, rows: contents };
    });
    const contents = this.blocks.flatMap((block) => block.rows);
    const end = Math.min(Math.max(contents.length, this.headerRows) + SPARE_ROWS, this.rowCount);
    this.rows = [];
    for (let index = 0; index < end; index++) {
      const content = contents[index] || EMPTY;
      const old = sent.id === this.shownId ? before[index] : undefined;
      const row = old && same(old, content) ? old : { index, ...content };
      row.order = sent.order;  // a row that is not among these any more keeps the one in which it was seen
      this.rows.push(row);
    }
    this.shownId = sent.id;
    return this.rows.filter((row, index) => row !== before[index]);
  }

  /** The rows below the header. */
  get body() {
    return this.rows.slice(this.headerRows);
  }

  /** Whether anything stands in a row: a box that is not ticked says nothing. */
  says(row) {
    return row.cells.some((text, column) => text && (this.columns[column]?.kind !== "check" || this.isTicked(text, column)));
  }

  isTicked(text, column) {
    return text === this.columns[column].yes || text === "TRUE";
  }

  text(row, column) {
    return this.#typed(row, column)?.text ?? row.cells[column] ?? "";
  }

  #typed(row, column) {
    return this.typed.size ? this.typed.get(placeOf(row.index, column)) : undefined;
  }

  isWaiting(row, column) {
    return Boolean(this.#typed(row, column));
  }

  /** What is in a cell when one begins to edit it. */
  entered(row, column) {
    return this.#typed(row, column)?.text ?? row.formulas?.[column] ?? this.text(row, column);
  }

  look(row, column) {
    return this.looks[row.looks?.[column] ?? this.columnLooks[column] ?? 0] || {};
  }

  /**
   * A row as it stands when a person begins to change it: the server compares it with what is there when that arrives.
   * `seen` is what was entered, `null` for what jobs write, which may change at any time. What is still on its way to
   * the server has been typed on this page: then it is a promise of what the server will have.
   */
  base(row) {
    const texts = this.columns.map((_, index) => this.entered(row, index));
    const seen = texts.map((text, index) => (this.columns[index].locked ? null : this.#typed(row, index)?.left ?? text));
    return { sheet: this.id, index: row.index, order: row.order, texts, seen };
  }
}

export const placeOf = (index, column) => `${index}:${column}`;

const EMPTY = { cells: [], hidden: false };

function contentsOf(block, first) {
  const hidden = new Set(block.hidden);
  return Array.from({ length: block.size }, (_, offset) => {
    const index = first + offset;
    return {
      cells: block.rows[offset] || [], hidden: hidden.has(index),
      looks: block.looks?.[index], notes: block.notes?.[index], formulas: block.formulas?.[index],
    };
  });
}

function same(row, content) {
  return row.hidden === content.hidden && equal(row.cells, content.cells) && equal(row.looks, content.looks)
    && equal(row.notes, content.notes) && equal(row.formulas, content.formulas);
}

function equal(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
