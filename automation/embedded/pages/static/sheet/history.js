// Steps of editing: done, undone, done again. Each step's answer from the server is the step that takes it back.

const MOST = 200;  // steps remembered

export class History {
  constructor(page) {
    this.page = page;
    this.done = [];
    this.undone = [];
  }

  /** Carry out a new step; what was undone before cannot be done again after it. */
  async carryOut(step) {
    const answer = await this.#send(step);
    if (answer) {
      this.done.push(answer.undo);
      this.done.splice(0, this.done.length - MOST);
      this.undone = [];
    }
    this.page.historyChanged();
    return Boolean(answer);
  }

  undo() {
    return this.#turn(this.done, this.undone);
  }

  redo() {
    return this.#turn(this.undone, this.done);
  }

  async #turn(from, to) {
    const step = from.pop();
    if (!step) return;
    const answer = await this.#send(step);
    if (answer) to.push(answer.undo);
    this.page.historyChanged();
    if (answer) this.page.show(step);
  }

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
