package io.seqway.server.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The flags of the command line, made from {@link Setting}. */
final class CommandLineFlags {
    private final CommandLine commandLine;

    CommandLineFlags() {
        CommandSpec spec = CommandSpec.create().name("seqway");
        spec.usageMessage()
                .width(110)
                .abbreviateSynopsis(true)
                .description(
                        "A messaging gateway whose clients never miss a message, see one twice, or out of order.",
                        "",
                        "seqway doctor, with the same settings, looks at what the nodes stand on (indexes, concerns, Redis,",
                        "clocks, who sees whom), says what is wrong and what to do, and ends with 1 if anything is.",
                        "seqway declare-loss, with --mongo-uri and --mongo-database, resets every client after an older",
                        "backup was restored, while no node runs.")
                .footer(
                        "",
                        "A setting has one name in three places, the stronger first: the flag --mongo-uri, the environment",
                        "variable SEQWAY_MONGO_URI, and \"mongo-uri\" in the JSON file given by --config. Lists are given with",
                        "commas or by repeating the flag. Secrets belong in the environment or the file: flags can be seen",
                        "by other users of the machine.",
                        "",
                        "At SIGHUP a node reads anew: jwt-secret, jwks, jwks-refresh-seconds, jwt-issuer, jwt-audience,",
                        "allowed-origins and the limits, but for handshakes-per-second, handshake-burst,",
                        "max-unauthenticated-per-address, max-connections, max-chunk-bytes and those of streams. All else",
                        "changes with a restart.");
        for (Setting.Group group : Setting.Group.values()) {
            ArgGroupSpec.Builder args = ArgGroupSpec.builder().validate(false).heading("%n" + group.heading + "%n");
            for (Setting setting : Setting.values()) {
                if (setting.group == group) {
                    args.addArg(option(setting));
                }
            }
            spec.addArgGroup(args.build());
        }
        spec.addOption(OptionSpec.builder("--help", "-h")
                .usageHelp(true)
                .description("Show this help")
                .build());
        spec.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Show the version")
                .build());
        commandLine = new CommandLine(spec).setExpandAtFiles(false);
    }

    private static OptionSpec option(Setting setting) {
        String described = setting.description
                + (setting.defaultText == null ? "" : " (default: " + setting.defaultText + ")")
                + " [" + setting.variable() + "]";
        OptionSpec.Builder option =
                OptionSpec.builder(setting.flag()).paramLabel(setting.label).description(described.replace("%", "%%"));
        return setting == Setting.DEV
                ? option.type(String.class).arity("0..1").fallbackValue("true").build()
                : option.type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .build();
    }

    /** What stands in the arguments. */
    record Parsed(Map<Setting, Given> settings, boolean help, boolean version) {}

    /** @throws ConfigException for a flag that is unknown or has no value */
    Parsed parse(String... args) {
        try {
            ParseResult result = commandLine.parseArgs(args);
            Map<Setting, Given> settings = new EnumMap<>(Setting.class);
            for (Setting setting : Setting.values()) {
                if (result.hasMatchedOption(setting.flag())) {
                    List<String> values = result.matchedOption(setting.flag()).stringValues();
                    settings.put(setting, new Given(values.isEmpty() ? List.of("true") : values, setting.flag()));
                }
            }
            return new Parsed(settings, result.isUsageHelpRequested(), result.isVersionHelpRequested());
        } catch (UnmatchedArgumentException e) {
            throw unknown(e);
        } catch (MissingParameterException e) {
            String option = ((OptionSpec) e.getMissing().get(0)).longestName();
            throw new ConfigException(option + ": needs a value; --help lists all", e);
        } catch (ParameterException e) {
            throw new ConfigException("the options cannot be understood; --help lists all", e);
        }
    }

    /** Names what is unknown without its value, which may be a secret behind a mistyped flag. */
    private static ConfigException unknown(UnmatchedArgumentException e) {
        String argument = e.getUnmatched().get(0);
        if (!argument.startsWith("-")) {
            return new ConfigException(
                    "unexpected argument (settings start with --, commands are doctor and declare-loss; --help lists all)",
                    e);
        }
        List<String> similar = e.getSuggestions();
        return new ConfigException(
                "unknown option " + Given.quoted(argument.split("=", 2)[0])
                        + (similar.isEmpty() ? "" : "; did you mean " + similar.get(0) + "?") + "; --help lists all",
                e);
    }

    /** The flag that is most like this one, if any is like it at all. */
    Optional<String> similar(String flag) {
        return new UnmatchedArgumentException(commandLine, List.of(flag))
                .getSuggestions().stream().filter(text -> text.startsWith("--")).findFirst();
    }

    String usage() {
        return commandLine.getUsageMessage(CommandLine.Help.Ansi.OFF);
    }
}
