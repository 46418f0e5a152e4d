// What a person changes about the tabs and the columns themselves: names, places, widths, what is hidden.

import { ask, openMenu } from "./menu.js";
import { counted } from "./words.js";

export class Layout {
  constructor(page) {
    this.page = page;
    this.tabs = [];
  }

  async tabMenu(event, tab) {
    const hidden = this.tabs.filter((each) => each.hidden);
    openMenu(event, [
      ["Переименовать лист", () => this.#rename(tab)],
      ["Новый лист", () => this.addTab()],
      ...(this.tabs.length - hidden.length > 1 ? [["Скрыть лист", () => this.#set(tab, { hidden: true }, "hidden")]] : []),
      ...this.page.views.deeds(),
      ...hidden.map((each) => [`Показать «${each.title}»`, () => this.#set(each, { hidden: false }, "hidden")]),
    ]);
  }

  async addTab() {
    const title = await ask("Как назвать новый лист?", "");
    if (title) await this.change([{ addSheet: { properties: { title } } }]);
  }

  async #rename(tab) {
    const title = await ask("Новое название листа", tab.title);
    if (title && title !== tab.title) await this.#set(tab, { title }, "title");
  }

  #set(tab, properties, fields) {
    if (tab.id === this.page.tab.id && properties.hidden) this.page.wantedTab = "";
    return this.change([{ updateSheetProperties: { properties: { sheetId: tab.id, ...properties }, fields } }]);
  }

  columnMenu(event, index) {
    const { tab } = this.page, hidden = tab.columns.flatMap((column, at) => (column.hidden ? [at] : []));
    openMenu(event, [
      ...(tab.headerRows ? [["Переименовать столбец", () => this.#renameColumn(index)]] : []),
      ["Вставить столбец справа", () => this.#insertColumn(index + 1)],
      ["Скрыть столбец", () => this.#hide([index], true)],
      ...(hidden.length ? [[`Показать ${counted(hidden.length, "скрытый столбец", "скрытых столбца", "скрытых столбцов")}`, () => this.#hide(hidden, false)]] : []),
      ["Упорядочить строки листа для всех: А→Я", () => this.#sort(index, "ASCENDING")],
      ["Упорядочить строки листа для всех: Я→А", () => this.#sort(index, "DESCENDING")],
    ]);
  }

  async #renameColumn(index) {
    const { tab } = this.page, before = tab.text(tab.rows[0], index);
    const title = await ask("Новое название столбца", before);
    if (!title || title === before) return;
    const start = { sheetId: tab.id, rowIndex: 0, columnIndex: index };
    await this.change([{ updateCells: { start, rows: [{ values: [{ userEnteredValue: { stringValue: title } }] }], fields: "userEnteredValue" } }]);
  }

  #insertColumn(index) {
    const range = this.#columns(index);
    return this.change([{ insertDimension: { range, inheritFromBefore: false } }]);
  }

  #hide(indexes, hiddenByUser) {
    return this.change(indexes.map((index) => this.#properties(index, { hiddenByUser })));
  }

  /** A column was drawn wider or narrower. */
  resized(index, width) {
    return this.change([this.#properties(index, { pixelSize: Math.round(width) })], { quietly: true });
  }

  #sort(index, sortOrder) {
    const { tab } = this.page;
    const range = { sheetId: tab.id, startRowIndex: tab.headerRows };
    return this.change([{ sortRange: { range, sortSpecs: [{ dimensionIndex: index, sortOrder }] } }]);
  }

  #properties(index, properties) {
    return { updateDimensionProperties: { range: this.#columns(index), properties, fields: Object.keys(properties).join(",") } };
  }

  #columns(index) {
    return { sheetId: this.page.tab.id, dimension: "COLUMNS", startIndex: index, endIndex: index + 1 };
  }

  async change(requests, { quietly = false } = {}) {
    try {
      const { replies } = await this.page.server.change(requests);
      const added = replies.find((reply) => reply.addSheet);
      if (added) this.page.wantedTab = String(added.addSheet.properties.sheetId ?? 0);
      await this.page.refresh({ anew: true });
      if (!quietly) this.page.said("Сохранено");
      return replies;
    } catch (error) {
      await this.page.refresh({ anew: true });
      if (!quietly) this.page.said(error.message, true);
      return null;
    }
  }
}
