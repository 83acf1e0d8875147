using NodaTime;

namespace Portal.Demo;

/// <summary>The month before anybody looked: what broke in the shop, who took it, and how it ended. Oldest first.</summary>
/// <remarks>
/// The lengths and shares leave the checkout's budget low and not spent, break the promise of the payments, and leave the rest
/// well kept. The shop's counters are computed from the same lines.
/// </remarks>
internal static class PastIncidents
{
    public static readonly IReadOnlyList<PastIncident> All =
    [
        new(29, At(10, 20), "checkout-error-rate", "/checkout/pay fails 26 %", Minutes(9), 0.26, 0.1)
        {
            Acknowledged = Minutes(2.2),
            Mitigated = Minutes(8),
            Resolved = Minutes(11),
            Deployments = [new(Minutes(-6), "v308", "ana"), new(Minutes(8), "v307", "chen")],
            Notes = [new(Minutes(4), "v308 is six minutes old. Rolling it back.")],
        },
        new(28, At(2, 40), "catalog-error-rate", "/search fails 3.5 %", Minutes(18), 0.035, 0.2)
        {
            Detected = Seconds(200),
            Acknowledged = Minutes(6.4),
            NeedsSecondStep = true,
            Resolved = Minutes(19),
            Notes = [new(Minutes(9), "A search node is out of memory. Restarted it; the others follow one by one.")],
        },
        new(26, At(15, 5), "payments-slow", "8 % of authorisations take longer than 1 s", Minutes(35), 0.0006, 0.08)
        {
            Detected = Minutes(7),
            Acknowledged = Minutes(21),
            Resolved = Minutes(33),
            BySource = true,
        },
        new(25, At(19, 30), "checkout-slow", "15 % of /checkout/cart takes longer than 1 s", Minutes(22), 0.0006, 0.15)
        {
            Detected = Minutes(5),
            Acknowledged = Minutes(6.5),
            Resolved = Minutes(21),
            Notes = [new(Minutes(12), "The newsletter went out at 19:25. Doubled the cart's replicas.")],
        },
        new(23, At(11, 10), "catalog-slow", "20 % of /search takes longer than 300 ms", Minutes(18), 0.0004, 0.2)
        {
            Detected = Minutes(8),
            Resolved = Minutes(13),
            BySource = true,
        },
        new(22, At(16, 45), "payments-error-rate", "22 % of authorisations fail", Minutes(40), 0.22, 0.15)
        {
            Acknowledged = Minutes(3.1),
            Mitigated = Minutes(36),
            Resolved = Minutes(42),
            Notes =
            [
                new(
                    Minutes(6),
                    "The acquirer's status page is green. Our connections to it are not: TLS handshakes fail."
                ),
                new(
                    Minutes(19),
                    "Their intermediate certificate changed at 16:44; our trust store is pinned to the old one.",
                    ByOther: true
                ),
                new(Minutes(31), "New trust store is rolling out."),
            ],
            Deployments = [new(Minutes(34), "v90", "chen")],
            Postmortem = PastPostmortems.Certificate,
        },
        new(20, At(13, 25), "checkout-error-rate", "/checkout/pay fails 11 %", Minutes(4), 0.11, 0.05)
        {
            Resolved = Minutes(3.5),
            BySource = true,
        },
        new(19, At(21, 50), "catalog-error-rate", "/products fails 4 %", Minutes(16), 0.04, 0.1)
        {
            Detected = Seconds(190),
            Acknowledged = Minutes(4.2),
            Resolved = Minutes(16),
            Notes = [new(Minutes(8), "Index rebuild ran on all nodes at once. Stopped it.")],
        },
        new(17, At(4, 15), "payments-error-rate", "6 % of authorisations fail", Minutes(32), 0.06, 0.1)
        {
            Detected = Seconds(150),
            Acknowledged = Minutes(5.6),
            Resolved = Minutes(34),
            Notes =
            [
                new(Minutes(10), "Maintenance at the acquirer, announced for Sunday. Switched to the second one."),
            ],
        },
        new(16, At(9, 40), "checkout-slow", "20 % of /checkout/pay takes longer than 1 s", Minutes(30), 0.0006, 0.2)
        {
            Detected = Minutes(4.5),
            Acknowledged = Minutes(9.2),
            Resolved = Minutes(29),
            Deployments = [new(Minutes(-11), "v313", "bo"), new(Minutes(27), "v314", "bo")],
        },
        new(14, At(12, 5), "catalog-slow", "16 % of /search takes longer than 300 ms", Minutes(60), 0.0004, 0.16)
        {
            Detected = Minutes(9),
            Acknowledged = Minutes(24),
            Resolved = Minutes(56),
            BySource = true,
        },
        new(12, At(14, 0), "payments-error-rate", "20 % of authorisations fail", Minutes(55), 0.2, 0.1)
        {
            Acknowledged = Minutes(2.3),
            Mitigated = Minutes(53),
            Resolved = Minutes(58),
            Relapse = new(Minutes(75), Minutes(16), 0.15, Minutes(96)),
            Notes =
            [
                new(Minutes(8), "Only cards of one bank. Their answers come after 30 s, and we wait."),
                new(
                    Minutes(26),
                    "The pool of connections is full of those waiting calls, so the other banks wait as well.",
                    ByOther: true
                ),
                new(Minutes(49), "Timeout from 30 s to 4 s."),
                new(Minutes(79), "The timeout was lost with a restart: it was set by hand."),
            ],
            Postmortem = PastPostmortems.Timeout,
        },
        new(10, At(17, 15), "catalog-error-rate", "/search fails 3 %", Minutes(12), 0.03, 0.1)
        {
            Detected = Seconds(210),
            Acknowledged = Minutes(3.4),
            Resolved = Minutes(11),
        },
        new(9, At(11, 30), "checkout-error-rate", "/checkout/pay fails 41 %", Minutes(28), 0.41, 0.2)
        {
            Detected = Seconds(75),
            Acknowledged = Minutes(2.6),
            Mitigated = Minutes(24),
            Resolved = Minutes(29),
            Notes =
            [
                new(
                    Minutes(4),
                    "Only /checkout/pay. v317 went out four minutes before: it changed the timeout of the acquirer's client."
                ),
                new(Minutes(13), "Rolling back to v316.", ByOther: true),
                new(Minutes(18), "The roll-back waits for a node that does not drain. Killed it."),
            ],
            Deployments = [new(Minutes(-4), "v317", "chen"), new(Minutes(24), "v316", "chen")],
            Postmortem = PastPostmortems.Rollback,
        },
        new(8, At(22, 40), "payments-error-rate", "9 % of authorisations fail", Minutes(15), 0.09, 0.1)
        {
            Detected = Seconds(140),
            Acknowledged = Minutes(1.8),
            Resolved = Minutes(15),
        },
        new(6, At(10, 50), "catalog-slow", "35 % of /search takes longer than 300 ms", Minutes(45), 0.0004, 0.35)
        {
            Detected = Minutes(7.5),
            Acknowledged = Minutes(18),
            Resolved = Minutes(50),
            Notes = [new(Minutes(25), "Cold caches after the move. They warm up by themselves.")],
        },
        new(5, At(3, 5), "checkout-error-rate", "/checkout/cart fails 16 %", Minutes(10), 0.16, 0.1)
        {
            Acknowledged = Minutes(7.1),
            NeedsSecondStep = true,
            Resolved = Minutes(13),
            Notes = [new(Minutes(10), "The database failed over by itself at 03:04. Nothing to do but to watch.")],
        },
        new(3, At(16, 30), "checkout-slow", "12 % of /checkout/pay takes longer than 1 s", Minutes(25), 0.0006, 0.12)
        {
            Detected = Minutes(6),
            Acknowledged = Minutes(11),
            Resolved = Minutes(24),
        },
        new(2, At(20, 10), "checkout-error-rate", "/checkout/pay fails 26 %", Minutes(14), 0.26, 0.1)
        {
            Acknowledged = Minutes(2.8),
            Mitigated = Minutes(13),
            Resolved = Minutes(17),
            Notes =
            [
                new(Minutes(6), "Flash sale: the pool of database connections is empty. Raised it from 40 to 120."),
            ],
            Postmortem = PastPostmortems.Untouched,
        },
        new(1, At(13, 45), "payments-slow", "7 % of authorisations take longer than 1 s", Minutes(14), 0.0006, 0.07)
        {
            Detected = Minutes(8),
            Resolved = Minutes(9),
            BySource = true,
        },
    ];

    private static LocalTime At(int hour, int minute) => new(hour, minute);

    private static Duration Minutes(double minutes) => Duration.FromMinutes(minutes);

    private static Duration Seconds(int seconds) => Duration.FromSeconds(seconds);
}
