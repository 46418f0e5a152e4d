// What the page asks the server, and what it sends.

const FIRST_WAIT = 1000, LONGEST_WAIT = 15000;  // milliseconds between attempts

/** The server said no; `message` is for the person, `why` names a trouble of the server's own that may pass. */
export class Refusal extends Error {
  constructor(message, status, why = "") {
    super(message);
    this.status = status;
    this.why = why;
  }
}

export class Server {
  constructor(path, onState) {
    this.path = path;
    this.onState = onState;
    this.version = "";
  }

  /** The tab as it is now, or `null` if nothing has changed since the last time. */
  async tab(sheet, view, known, { anew = false } = {}) {
    const query = new URLSearchParams({ sheet, view, known: known.join(",") });
    const headers = { Accept: "application/json" };
    if (!anew && this.version) headers["If-None-Match"] = this.version;
    const response = await fetch(`${this.path}/grid?${query}`, { headers, cache: "no-store" });
    if (response.status === 304) return null;
    const answer = await read(response);
    this.version = answer.version;
    return answer;
  }

  /** What came last was not taken in: it is to be sent again. */
  forget() {
    this.version = "";
  }

  /** Say where this person is; gives who else is here, or `null` while the server does not answer. */
  async here(place) {
    const headers = { Accept: "application/json", "Content-Type": "application/json" };
    const answer = await fetch(`${this.path}/here`, { method: "POST", headers, body: JSON.stringify(place) }).catch(() => null);
    return answer?.ok ? (await answer.json()).others : null;
  }

  async charts(sheet) {
    const headers = { Accept: "application/json" };
    return (await read(await fetch(`${this.path}/charts?sheet=${sheet}`, { headers }))).charts;
  }

  /** Carry out requests of Google's `batchUpdate`, unless somebody has changed the file meanwhile. */
  async change(requests) {
    const headers = { Accept: "application/json", "Content-Type": "application/json", "If-Match": this.version };
    const body = JSON.stringify({ requests });
    try {
      return await read(await fetch(`${this.path}/requests`, { method: "POST", headers, body }));
    } catch (error) {
      throw error instanceof Refusal ? error : new Refusal("Нет связи с сервером. Ничего не изменилось: повторите позже.", 0);
    }
  }

  /** Send one step of editing, again and again while the server is out of reach or cannot store it; gives its answer. */
  async send(step) {
    const body = JSON.stringify(step);
    const headers = { Accept: "application/json", "Content-Type": "application/json" };
    for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      this.onState("Сохраняю…");
      try {
        const response = await fetch(`${this.path}/edits`, { method: "POST", headers, body });
        return await read(response);
      } catch (error) {
        if (error instanceof Refusal && !error.why) throw error;
        const trouble = error.why || "Нет связи с сервером.";
        this.onState(`Не сохранено. ${trouble} Введённое сохранится, когда это пройдёт: не закрывайте страницу.`, true);
        await new Promise((resume) => setTimeout(resume, wait));
      }
    }
  }
}

async function read(response) {
  if (response.ok) return response.json();
  if (response.status === 401) throw new Refusal("Сеанс закончился. Войдите снова и обновите страницу.", 401);
  const said = await response.json().catch(() => ({}));
  throw new Refusal(said.message || "Сервер не смог этого сделать. Попробуйте ещё раз чуть позже.", response.status, said.why);
}
