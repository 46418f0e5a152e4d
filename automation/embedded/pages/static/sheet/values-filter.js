// A column's filter: which of the values that stand in it to show.

const MOST = 300;  // values listed at once; the rest are found by typing

export class ValuesFilter {
  init(params) {
    this.params = params;
    this.chosen = null;  // null shows everything
    this.element = document.createElement("div");
    this.element.className = "values";
    this.element.innerHTML = `
      <label class="unseen">Найти значение</label><input type="search" placeholder="Найти значение">
      <div class="options"></div>
      <div class="deeds"><button type="button" class="all">Все</button><button type="button" class="quiet none">Ни одного</button></div>`;
    this.search = this.element.querySelector("input");
    this.options = this.element.querySelector(".options");
    this.search.addEventListener("input", () => this.#list());
    this.options.addEventListener("change", () => this.#choose());
    this.element.querySelector(".all").addEventListener("click", () => this.setModel(null));
    this.element.querySelector(".none").addEventListener("click", () => this.setModel({ values: [] }));
  }

  getGui() {
    return this.element;
  }

  afterGuiAttached() {
    this.search.value = "";
    this.#list();
    this.search.focus();
  }

  isFilterActive() {
    return this.chosen !== null;
  }

  doesFilterPass({ node }) {
    return this.chosen.has(this.params.getValue(node) ?? "");
  }

  getModel() {
    return this.chosen && { values: [...this.chosen] };
  }

  setModel(model) {
    this.chosen = model && new Set(model.values);
    this.#list();
    this.params.filterChangedCallback();
  }

  #values() {
    const values = new Set();
    this.params.api.forEachNode((node) => {
      if (node.data.cells.some(Boolean)) values.add(this.params.getValue(node) ?? "");
    });
    return [...values].sort((one, other) => one.localeCompare(other, "ru", { numeric: true }));
  }

  #list() {
    const wanted = this.search.value.toLocaleLowerCase("ru");
    const found = this.#values().filter((value) => value.toLocaleLowerCase("ru").includes(wanted));
    this.options.replaceChildren(...found.slice(0, MOST).map((value) => this.#option(value)));
  }

  #option(value) {
    const label = document.createElement("label"), box = document.createElement("input");
    box.type = "checkbox";
    box.value = value;
    box.checked = this.chosen === null || this.chosen.has(value);
    label.append(box, value || "(пусто)");
    return label;
  }

  #choose() {
    const all = this.#values(), chosen = this.chosen ?? new Set(all);
    for (const box of this.options.querySelectorAll("input")) {
      if (box.checked) chosen.add(box.value);
      else chosen.delete(box.value);
    }
    this.chosen = chosen.size === all.length ? null : chosen;
    this.params.filterChangedCallback();
  }
}
