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

  /** Carry out a new step; what was undone before cannot be done again after it. */
  carryOut(step) {
    return this.#inTurn(async () => {
      const answer = await this.#send(step);
      if (!answer) return;
      this.done.push(answer.undo);
      this.done.splice(0, this.done.length - MOST);
      this.undone = [];
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
    if (!answer) return;
    to.push(answer.undo);
    this.page.show(step);
  }

  /** The server's answer, or nothing if it said no; the page shows what is true now either way. */
  async #send(step) {
    try {
      const answer = await this.page.server.send(step);
      await this.page.refresh({ anew: true });
      this.page.said(answer.remarks.join(" ") || "Сохранено", Boolean(answer.remarks.length));
      return answer;
    } catch (error) {
      await this.page.refresh({ anew: true });
      this.page.said(error.message, true);
      return null;
    }
  }
}
