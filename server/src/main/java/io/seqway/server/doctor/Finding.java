package io.seqway.server.doctor;

/**
 * What the doctor has looked at.
 *
 * @param what was looked at
 * @param says what was found, and where something is wrong what to do, in one line
 */
record Finding(State state, String what, String says) {
    enum State {
        OK("ok"),
        WARNING("warning"),
        WRONG("WRONG");

        final String text;

        State(String text) {
            this.text = text;
        }
    }

    static Finding ok(String what, String says) {
        return new Finding(State.OK, what, says);
    }

    static Finding warning(String what, String says) {
        return new Finding(State.WARNING, what, says);
    }

    static Finding wrong(String what, String says) {
        return new Finding(State.WRONG, what, says);
    }

    @Override
    public String toString() {
        return "%-8s %-12s %s".formatted(state.text, what, says);
    }
}
