package io.seqway.server;

import io.seqway.protocol.cluster.Role;
import io.seqway.server.config.CommandLineConfig;
import io.seqway.server.config.Config;
import io.seqway.server.config.ConfigException;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The command {@code seqway}. It ends with 0 when it was asked to stop, with 1 when it could not start, with 2 when its
 * configuration is wrong; 1 and 2 come with one line that says what to do.
 */
public final class Main {
    private static final int WRONG_CONFIGURATION = 2;

    private Main() {}

    public static void main(String[] args) {
        try {
            CommandLineConfig commandLine = new CommandLineConfig(System.getenv(), args);
            if (commandLine.help().isPresent()) {
                System.out.print(commandLine.help().get());
            } else if (commandLine.versionRequested()) {
                System.out.println("seqway " + Main.class.getPackage().getImplementationVersion());
            } else {
                run(commandLine);
            }
        } catch (ConfigException e) {
            System.err.println("seqway: " + e.getMessage());
            System.exit(WRONG_CONFIGURATION);
        }
    }

    private static void run(CommandLineConfig commandLine) {
        Config config = commandLine.config();
        configureLog(config.logLevel(), config.logFormat());
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
