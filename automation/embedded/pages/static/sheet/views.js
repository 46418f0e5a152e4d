// Which rows of a tab are shown: a view folds some of them away, and one click brings them back.

import { ask } from "./menu.js";

const EVERY_ROW = "0";

export class Views {
  constructor(page) {
    this.page = page;
    this.views = [];
    this.wanted = "";  // the tab's first view
    this.chosen = EVERY_ROW;
    this.list = document.getElementById("view");
  }

  /** What this browser was last told to show of a tab. */
  #kept(tab) {
    return localStorage.getItem(this.#place(tab)) ?? "";
  }

  #place(tab) {
    return `view ${this.page.root.dataset.path} ${tab}`;
  }

  open(tab) {
    this.wanted = this.#kept(tab);
  }

  /** The server has sent a tab, as the view that it names shows it. */
  take({ tab, views, view, folded }) {
    Object.assign(this, { views, chosen: String(view) });
    this.page.tab.folded = new Set(folded);
    const kept = this.#kept(tab.id);
    if (kept !== this.wanted) {
      this.wanted = kept;
      setTimeout(() => this.page.refresh({ anew: true }));
    }
    const options = views.map(({ id, title }) => new Option(title, id));
    this.list.replaceChildren(new Option("Все строки", EVERY_ROW), ...options);
    this.list.value = this.chosen;
    this.list.hidden = !views.length;
  }

  /** Say how many rows are out of sight, and offer what can be done about it. */
  show({ hidden, isFiltered }) {
    const all = document.getElementById("unfilter"), save = document.getElementById("save-view");
    all.hidden = !isFiltered && !hidden;
    all.querySelector("span").textContent = `Показать все (${hidden.toLocaleString("ru-RU")} скрыто)`;
    all.title = "Показать все строки листа";
    if (save) save.hidden = !isFiltered;
  }

  async choose(view) {
    localStorage.setItem(this.#place(this.page.tab.id), view);
    this.wanted = view;
    await this.page.refresh({ anew: true });
  }

  /** Keep the filters that are set in the columns' headers, and the view that they are set in, as a view of its own. */
  async save() {
    const { api, tab, layout } = this.page;
    const title = await ask("Как назвать этот вид? Потом его можно будет выбрать в списке «Вид».", "");
    if (!title) return;
    const criteria = Object.fromEntries(Object.entries(api.getFilterModel()).map(([column, { values }]) => {
      const shown = new Set(values), all = new Set(tab.body.filter((row) => tab.says(row)).map((row) => tab.text(row, column)));
      return [column, { hiddenValues: [...all].filter((text) => !shown.has(text)) }];
    }));
    const range = { sheetId: tab.id, startRowIndex: Math.max(tab.headerRows - 1, 0) };
    const replies = await layout.change([{ addFilterView: { filter: { title, range, criteria } } }]);
    const made = replies?.[0].addFilterView?.filter.filterViewId;
    if (made === undefined) return;
    api.setFilterModel(null);
    await this.choose(String(made));
  }

  /** What may be done with the view that is chosen, for the tab's menu. */
  deeds() {
    const view = this.views.find(({ id }) => String(id) === this.chosen);
    return view ? [[`Удалить вид «${view.title}»`, () => this.page.layout.change([{ deleteFilterView: { filterId: view.id } }])]] : [];
  }
}
