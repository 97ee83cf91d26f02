package io.seqway.server.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the caller asks for: a configuration, or only the help or the version. */
public final class CommandLineConfig {
    private final CommandLineFlags flags = new CommandLineFlags();
    private final CommandLineFlags.Parsed parsed;
    private final Map<String, String> environment;

    /** @throws ConfigException for a flag that is unknown or has no value */
    public CommandLineConfig(Map<String, String> environment, String... args) {
        this.parsed = flags.parse(args);
        this.environment = environment;
    }

    /** The text of {@code --help}, if it is asked for. */
    public Optional<String> help() {
        return parsed.help() ? Optional.of(flags.usage()) : Optional.empty();
    }

    public boolean versionRequested() {
        return parsed.version();
    }

    /** One line for each variable of the environment that looks like a setting and is none. */
    public List<String> warnings() {
        return Variables.unknown(environment).stream()
                .map(name -> "the variable " + Given.quoted(name) + " is no setting"
                        + flags.similar(Setting.flagOf(name))
                                .map(flag -> "; did you mean " + Setting.variableOf(flag) + "?")
                                .orElse("; --help lists all"))
                .toList();
    }

    /**
     * The addresses of the stores alone, whatever else is missing.
     *
     * @throws ConfigException if none is given, or for a setting that is unknown or wrong
     */
    public Config.Stores givenStores() {
        return new ConfigReader(new Settings(parsed.settings(), environment)).givenStores();
    }

    /**
     * How the log is written, which must be known before anything writes there: reading the rest may.
     *
     * @throws ConfigException as {@link #config} does, for these settings
     */
    public Config.Log log() {
        return new ConfigReader(new Settings(parsed.settings(), environment)).log();
    }

    /**
     * The configuration, from flags, environment and file.
     *
     * @throws ConfigException for a setting that is missing, unknown or wrong
     */
    public Config config() {
        return new ConfigReader(new Settings(parsed.settings(), environment)).read();
    }
}
