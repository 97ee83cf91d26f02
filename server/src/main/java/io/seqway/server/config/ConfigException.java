package io.seqway.server.config;

/** A setting that is missing, unknown or wrong. The message is one line that names it and says what is allowed. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(String line) {
        super(line);
    }

    ConfigException(String line, Throwable cause) {
        super(line, cause);
    }
}
