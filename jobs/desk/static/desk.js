// What the desk does without reloading the page: decisions, and the keyboard. Without it everything works by forms.

const cards = [...document.querySelectorAll(".mentee")];
let at = -1;

function go(step) {
  if (!cards.length) return;
  at = Math.min(Math.max(at + step, 0), cards.length - 1);
  cards[at].focus();
  cards[at].scrollIntoView({ block: "nearest" });
}

function press(name) {
  if (at < 0) return;
  const button = [...cards[at].querySelectorAll(".deeds button")].find((one) => one.value === name && !one.disabled);
  if (button) button.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, button, a, summary")) return;
  const does = {  // by the place of the key, whichever alphabet is switched on: «П» and «О»
    ArrowDown: () => go(1), ArrowUp: () => go(-1),
    KeyG: () => press("принять"), KeyJ: () => press("отклонить"),
    Enter: () => at >= 0 && cards[at].querySelector("h2 a").click(),
  }[event.code];
  if (does && cards.length) {
    event.preventDefault();
    does();
  }
});

function say(form, text, isBad) {
  form.querySelector(".said")?.remove();
  const said = document.createElement("p");
  said.setAttribute("role", isBad ? "alert" : "status");
  form.append(said);
  said.className = isBad ? "said wrong-here" : "said hint";
  said.textContent = text;
}

async function send(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const buttons = [...form.querySelectorAll("button")];
  buttons.forEach((one) => { one.disabled = true; });
  say(form, "Записываю…", false);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (answer.ok) {
      buttons.forEach((one) => one.remove());
      form.querySelectorAll(".asked").forEach((one) => one.remove());
      say(form, `${button.textContent.trim()}: записано.`, false);
      form.closest(".item, .candidate, .mentee")?.classList.add("settled");
    } else {
      buttons.forEach((one) => { one.disabled = false; });
      say(form, told.message, true);
    }
  } catch {
    buttons.forEach((one) => { one.disabled = false; });
    say(form, "Нет связи с сервером. Решение не записано: нажмите ещё раз, когда связь появится.", true);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form.deeds") || !event.submitter) return;
  event.preventDefault();
  send(form, event.submitter);
});
