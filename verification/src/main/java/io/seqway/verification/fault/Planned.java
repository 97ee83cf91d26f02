package io.seqway.verification.fault;

import java.time.Duration;

/**
 * A fault as the schedule has it.
 *
 * @param node the number of the node, where it is one that suffers
 * @param hold how long it lasts
 * @param dice in 0 to 1, for what else is to be chosen
 * @param pause what comes before the next one
 */
record Planned(Kind kind, int node, Duration hold, double dice, Duration pause) {}
