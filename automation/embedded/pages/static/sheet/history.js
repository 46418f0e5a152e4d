// Steps of editing: done, undone, done again, one after another. The server answers each with the step that undoes it.

const MOST = 200;  // steps remembered

export class History {
  constructor(page) {
    this.page = page;
    this.done = [];
    this.undone = [];
    this.unsaved = 0;
    this.last = Promise.resolve();
  }

  /**
   * Carry out a new step, which `make` makes when those before it are done, and say `told` of it; gives the server's answer.
   * What was undone before cannot be done again after it.
   */
  carryOut(make, told = "") {
    return this.#inTurn(async () => {
      const answer = await this.#send(await make(), told);
      if (changes(answer.undo)) {
        this.done.push(answer.undo);
        this.done.splice(0, this.done.length - MOST);
        this.undone = [];
      }
      return answer;
    });
  }

  undo() {
    return this.#inTurn(() => this.#turn(this.done, this.undone));
  }

  redo() {
    return this.#inTurn(() => this.#turn(this.undone, this.done));
  }

  #inTurn(task) {
    this.unsaved += 1;
    this.last = this.last.then(task).finally(() => {
      this.unsaved -= 1;
      this.page.historyChanged();
    });
    return this.last;
  }

  async #turn(from, to) {
    const step = from.pop();
    const answer = step && await this.#send(step);
    if (!answer || !changes(answer.undo)) return;
    to.push(answer.undo);
    this.page.show(answer.undo);
  }

  /** The server's answer; where it said no, nothing of the step is written. The page shows what is true now either way. */
  async #send(step, told = "") {
    let answer, refusal = "";
    try {
      answer = await this.page.server.send(step);
    } catch (error) {
      refusal = error.message;
      answer = { undo: null, remarks: [refusal], unwritten: step.deed === "write" ? nothingOf(step, refusal) : [] };
    }
    const kept = this.page.unwritten.take(step, answer);
    await this.page.refresh({ anew: true });
    const said = [told, kept, ...answer.remarks].filter((text, place, all) => text && all.indexOf(text) === place).join(" ");
    this.page.said(said || "Сохранено", Boolean(said));
    return answer;
  }
}

function changes(undo) {
  return Boolean(undo) && (undo.deed !== "write" || undo.rows.length > 0);
}

/** Every cell of a step that was refused as a whole. */
function nothingOf({ rows }, why) {
  return rows.flatMap(({ row, cells }) => Object.keys(cells).map((column) => ({ row, at: row, column: Number(column), why })));
}
