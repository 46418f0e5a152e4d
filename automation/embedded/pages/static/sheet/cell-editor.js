// The field in which a cell is edited: a list of choices where there is one, otherwise text as it was entered.

let lists = 0;

export class CellEditor {
  init(params) {
    const { column, begin, ended, eventKey } = params, entered = begin();
    Object.assign(this, { entered, destroy: ended });
    this.field = column.kind === "choice" && column.strict ? chooser(column.options, entered) : writer(column, entered);
    this.field.classList.add("cell-editor");
    this.element = document.createElement("div");
    this.element.style.height = "100%";
    this.element.append(this.field);
    this.field.addEventListener("input", () => { this.isTouched = true; });
    if (this.field.tagName === "INPUT" && column.options) this.#suggest(column.options, params);
    this.begun = eventKey?.length === 1 ? eventKey : null;
    if (this.begun !== null && this.field.tagName === "INPUT") this.#start(this.begun);
    if (eventKey === "Backspace" || eventKey === "Delete") this.#start("");
  }

  getGui() {
    return this.element;
  }

  afterGuiAttached() {
    this.field.focus();
    if (this.field.select && this.begun === null) this.field.select();
  }

  getValue() {
    return this.isTouched ? this.field.value : this.entered;
  }

  #start(text) {
    this.field.value = text;
    this.isTouched = true;
  }

  /** Offer choices. The browser lists those that begin as the field does, so it begins empty: all of them are listed. */
  #suggest(options, params) {
    const list = document.createElement("datalist");
    list.id = `choices-${++lists}`;
    for (const option of options) list.append(new Option(option));
    this.field.setAttribute("list", list.id);
    Object.assign(this.field, { value: "", placeholder: this.entered });
    this.field.addEventListener("input", (event) => {
      const isPicked = event.inputType === undefined || event.inputType === "insertReplacementText";
      if (isPicked && options.includes(this.field.value)) params.stopEditing();
    });
    this.element.append(list);
  }
}

function writer(column, entered) {
  const field = document.createElement("input");
  field.type = "text";
  field.value = entered;
  field.autocomplete = "off";
  if (column.kind === "date") field.placeholder = "01.09.2026";
  if (column.kind === "number") field.inputMode = "decimal";
  return field;
}

function chooser(options, entered) {
  const field = document.createElement("select");
  for (const option of ["", ...options]) field.append(new Option(option, option, false, option === entered));
  return field;
}
