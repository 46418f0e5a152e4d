// Who else has this spreadsheet open, and in which cell.

import { placeOf } from "./tab.js";

const EVERY = 4000;  // milliseconds

export class Others {
  constructor(page, list) {
    this.page = page;
    this.list = list;
    this.places = new Set();
  }

  start() {
    this.tell();
    setInterval(() => { if (!document.hidden) this.tell(); }, EVERY);
  }

  /** Whether somebody else's focus is on this cell. */
  isAt(row, column) {
    return this.places.has(placeOf(row.index, column));
  }

  async tell() {
    const { tab, inBar, server } = this.page;
    const place = inBar ? { row: inBar.base.index, column: inBar.column } : {};
    const others = await server.here({ sheet: tab.id, ...place });
    if (others) this.#show(others);
  }

  #show(others) {
    const here = JSON.stringify([others, this.page.tab.id]);
    if (here === this.shown) return;
    this.shown = here;
    const near = others.filter(({ sheet, row }) => sheet === this.page.tab.id && row !== undefined);
    this.places = new Set(near.map(({ row, column }) => placeOf(row, column)));
    this.list.textContent = others.length ? `Здесь сейчас: ${others.map((other) => this.#named(other)).join(", ")}` : "";
    this.page.repaint();
  }

  #named({ name, sheet, row }) {
    const { tab, layout } = this.page;
    if (sheet !== tab.id) {
      const title = layout.tabs.find(({ id }) => id === sheet)?.title;
      return title ? `${name} (лист «${title}»)` : name;
    }
    return row === undefined ? name : `${name} (строка ${row + 1})`;
  }
}
