// A menu beside the pointer, and a question in a box.

/** Open a menu; `choices` are pairs of a label and what to do. */
export function openMenu({ clientX, clientY }, choices) {
  closeMenu();
  const menu = document.createElement("div");
  menu.className = "row-menu";
  menu.setAttribute("role", "menu");
  for (const [label, deed] of choices) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "menuitem");
    button.textContent = label;
    button.addEventListener("click", () => { closeMenu(); deed(); });
    menu.append(button);
  }
  document.body.append(menu);
  menu.style.left = `${Math.max(8, Math.min(clientX, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(clientY, innerHeight - menu.offsetHeight - 8))}px`;
  menu.querySelector("button").focus();
}

export function closeMenu() {
  document.querySelector(".row-menu")?.remove();
}

document.addEventListener("pointerdown", ({ target }) => { if (!target.closest(".row-menu")) closeMenu(); });
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".row-menu");
  if (event.key === "Escape") closeMenu();
  if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  const next = event.key === "ArrowDown" ? event.target.nextElementSibling : event.target.previousElementSibling;
  (next ?? menu.firstElementChild).focus();
});

/** Ask for a text; gives it, or `null` if the person thought better of it. */
export function ask(label, value, { long = false } = {}) {
  const box = document.createElement("dialog"), form = document.createElement("form"), field = document.createElement(long ? "textarea" : "input");
  form.method = "dialog";
  form.innerHTML = `<label class="question" for="asked"></label><p class="deeds"><button value="yes">Готово</button> <button value="" class="quiet" formnovalidate>Отмена</button></p>`;
  form.querySelector("label").textContent = label;
  Object.assign(field, { id: "asked", value, required: !long });
  if (!long) field.type = "text";
  form.querySelector("label").after(field);
  box.className = "card";
  box.append(form);
  document.body.append(box);
  box.showModal();
  field.select();
  return new Promise((answer) => box.addEventListener("close", () => {
    box.remove();
    answer(box.returnValue === "yes" ? field.value.trim() : null);
  }));
}
