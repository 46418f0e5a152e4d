// Finding a text on the tab, one place after another.

export class Finder {
  constructor(page, bar) {
    this.page = page;
    this.bar = bar;
    this.field = bar.querySelector("#wanted");
    this.output = bar.querySelector("output");
    this.wanted = "";
    this.now = null;  // {row, column}
    bar.addEventListener("submit", (event) => { event.preventDefault(); this.#go(1); });
    bar.querySelector("#find-previous").addEventListener("click", () => this.#go(-1));
    bar.querySelector("#find-close").addEventListener("click", () => this.close());
    this.field.addEventListener("input", () => this.#look());
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      if (event.key === "Enter" && event.shiftKey) { event.preventDefault(); this.#go(-1); }
    });
  }

  open() {
    this.bar.hidden = false;
    this.field.focus();
    this.field.select();
    this.#look();
  }

  close() {
    this.bar.hidden = true;
    Object.assign(this, { wanted: "", now: null });
    this.page.repaint();
  }

  matches(text) {
    return this.wanted !== "" && text.toLocaleLowerCase("ru").includes(this.wanted);
  }

  isNow(row, column) {
    return this.now !== null && this.now.row === row.index && this.now.column === column;
  }

  #look() {
    this.wanted = this.field.value.trim().toLocaleLowerCase("ru");
    this.now = null;
    this.places = this.wanted ? this.#places() : [];
    this.#tell();
    this.page.repaint();
  }

  #places() {
    const { api, tab } = this.page, places = [];
    const columns = api.getAllDisplayedColumns().map((column) => Number(column.getColId())).filter((index) => !Number.isNaN(index));
    api.forEachNodeAfterFilterAndSort((node) => {
      for (const column of columns) {
        if (this.matches(tab.text(node.data, column))) places.push({ row: node.data.index, column });
      }
    });
    return places;
  }

  #go(step) {
    this.places = this.wanted ? this.#places() : [];
    if (this.places.length) {
      const at = this.places.findIndex(({ row, column }) => this.now?.row === row && this.now?.column === column);
      const next = at < 0 ? (step > 0 ? 0 : this.places.length - 1) : (at + step + this.places.length) % this.places.length;
      this.now = this.places[next];
      this.page.reveal(this.now.row, this.now.column);
    }
    this.#tell();
    this.page.repaint();
  }

  #tell() {
    const at = this.now ? this.places.indexOf(this.now) + 1 : 0, count = this.places.length;
    this.output.textContent = !this.wanted ? "" : !count ? "Не найдено" : at ? `${at} из ${count}` : `Найдено: ${count}`;
  }
}
