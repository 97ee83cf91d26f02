package io.seqway.server;

import io.seqway.protocol.cluster.Role;
import io.seqway.server.config.CommandLineConfig;
import io.seqway.server.config.Config;
import io.seqway.server.config.ConfigException;
import io.seqway.server.doctor.Doctor;
import java.util.Arrays;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The command {@code seqway}. It ends with 0 when it was asked to stop, with 1 when it could not start, with 2 when its
 * configuration is wrong; 1 and 2 come with one line that says what to do. {@code seqway doctor} ends with 1 if anything is
 * wrong with what the nodes stand on.
 */
public final class Main {
    private static final String DOCTOR = "doctor";
    private static final int SOMETHING_WRONG = 1;
    private static final int WRONG_CONFIGURATION = 2;

    private Main() {}

    public static void main(String[] args) {
        NameCache.shorten();
        try {
            if (DeclareLoss.isAskedFor(args)) {
                declareLoss(args);
                return;
            }
            boolean doctor = args.length > 0 && args[0].equals(DOCTOR);
            String[] flags = doctor ? Arrays.copyOfRange(args, 1, args.length) : args;
            CommandLineConfig commandLine = new CommandLineConfig(System.getenv(), flags);
            if (commandLine.help().isPresent()) {
                System.out.print(commandLine.help().get());
            } else if (commandLine.versionRequested()) {
                System.out.println("seqway " + Main.class.getPackage().getImplementationVersion());
            } else if (doctor) {
                configureLog("error", "text");
                System.exit(examine(commandLine));
            } else {
                run(commandLine);
            }
        } catch (ConfigException e) {
            System.err.println("seqway: " + e.getMessage());
            System.exit(WRONG_CONFIGURATION);
        }
    }

    private static int examine(CommandLineConfig commandLine) {
        try {
            return new Doctor(commandLine.givenStores(), System::currentTimeMillis).run(System.out)
                    ? 0
                    : SOMETHING_WRONG;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SOMETHING_WRONG;
        }
    }

    private static void declareLoss(String... args) {
        configureLog("warn", "text");
        try {
            DeclareLoss.run(args);
        } catch (StartFailure e) {
            System.err.println("seqway: " + e.getMessage());
            System.exit(e.exitCode());
        }
    }

    private static void run(CommandLineConfig commandLine) {
        Config.Log log = commandLine.log();
        configureLog(log.level(), log.format());
        Config config = commandLine.config();
        commandLine.warnings().forEach(LoggerFactory.getLogger(Main.class)::warn);
        Node node = new Node(config);
        Shutdown shutdown = Shutdown.install(node);
        try {
            node.start();
            if (!config.dev()) {
                // A development node ends with its terminal, which says so by the same signal.
                Hangup.run(new Reload(commandLine, node));
            }
            if (config.dev() && config.roles().contains(Role.GATEWAY)) {
                System.out.print(node.banner());
            }
        } catch (StartFailure e) {
            if (shutdown.underWay()) {
                return;
            }
            LoggerFactory.getLogger(Main.class).debug("start failed", e);
            System.err.println("seqway: " + e.getMessage());
            shutdown.exit(e.exitCode());
        }
    }

    /** Before the first logger is made: the configuration of the log reads both. */
    private static void configureLog(String level, String format) {
        System.setProperty("seqway.log-level", level);
        System.setProperty("seqway.log-format", format);
        System.setProperty("hazelcast.logging.type", "slf4j");
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
