package io.seqway.server;

/** The node cannot start. The message is one line that says why and what to do. */
final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int CANNOT_START = 1;
    private static final int WRONG_SETTING = 2;

    private final int exitCode;

    private StartFailure(String line, Throwable cause, int exitCode) {
        super(line, cause);
        this.exitCode = exitCode;
    }

    StartFailure(String line, Throwable cause) {
        this(line, cause, CANNOT_START);
    }

    StartFailure(String line) {
        this(line, null);
    }

    /** A setting that only the part that uses it could find wrong. */
    static StartFailure wrongSetting(String line, Throwable cause) {
        return new StartFailure(line, cause, WRONG_SETTING);
    }

    /** With what the process ends. */
    int exitCode() {
        return exitCode;
    }
}
