import { byId } from './element.js';
import { duration } from './times.js';

const SLICE_MS = 1_000;
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** Records speech, and hands it on while it is being recorded: what was said before a cut is safe. */
export class Recorder {
  #recorder = null;
  #starting = false;
  #button = byId('record');
  #told;

  /** @param told has begun(type), which gives a stream, ended(stream, {durationMs, size, type}) and failed(why) */
  constructor(told) {
    this.#told = told;
    this.#button.addEventListener('click', () => (this.#recorder ? this.#recorder.stop() : this.#start()));
  }

  static get isPossible() {
    return Boolean(globalThis.MediaRecorder && navigator.mediaDevices?.getUserMedia);
  }

  /** Once, though it is pressed again while the user is being asked for the microphone. */
  async #start() {
    if (this.#starting) {
      return;
    }
    this.#starting = true;
    let sound;
    try {
      sound = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.#record(sound);
    } catch (e) {
      release(sound);
      this.#told.failed(`The microphone cannot be used: ${e.message}`);
    } finally {
      this.#starting = false;
    }
  }

  #record(sound) {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(sound, { mimeType });
    const type = recorder.mimeType.split(';')[0];
    const stream = this.#told.begun(type);
    const startedAt = Date.now();
    let size = 0;
    const ticking = setInterval(() => this.#show(Date.now() - startedAt), 250);
    recorder.ondataavailable = ({ data }) => {
      size += data.size;
      if (data.size > 0) {
        stream.append(data).catch((e) => this.#told.failed(e.message));
      }
    };
    recorder.onstop = () => {
      clearInterval(ticking);
      release(sound);
      this.#recorder = null;
      this.#show(null);
      this.#told.ended(stream, { durationMs: Date.now() - startedAt, size, type });
    };
    recorder.start(SLICE_MS);
    this.#recorder = recorder;
    this.#show(0);
  }

  #show(ms) {
    const recording = ms !== null;
    byId('recording').hidden = !recording;
    byId('recording').textContent = recording ? `Recording ${duration(ms)}` : '';
    this.#button.setAttribute('aria-pressed', recording);
    this.#button.setAttribute('aria-label', recording ? 'Stop and send' : 'Record a voice message');
    this.#button.querySelector('use').setAttribute('href', `icons.svg#${recording ? 'stop' : 'microphone'}`);
  }
}

/** The microphone is free, and the browser says so. */
function release(sound) {
  sound?.getTracks().forEach((track) => track.stop());
}
