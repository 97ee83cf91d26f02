package io.seqway.server;

import io.seqway.server.config.CommandLineConfig;
import io.seqway.server.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the settings anew that may change while the node runs, and the keys of tokens: the file given by {@code --config}
 * may be another. All of it counts, or, if anything is wrong, none.
 */
final class Reload implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final CommandLineConfig commandLine;
    private final Node node;

    Reload(CommandLineConfig commandLine, Node node) {
        this.commandLine = commandLine;
        this.node = node;
    }

    @Override
    public void run() {
        try {
            node.adopt(commandLine.config());
            LOG.info(
                    "SIGHUP: the keys of tokens were read anew, as were the origins and limits; other settings change with a restart");
        } catch (ConfigException | StartFailure e) {
            LOG.error("SIGHUP: nothing was changed: {}", e.getMessage());
        }
    }
}
