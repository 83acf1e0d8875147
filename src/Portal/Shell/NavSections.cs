namespace Portal.Shell;

/// <summary>The map of the portal as the rail and the phone's sheet show it.</summary>
internal static class NavSections
{
    public static readonly IReadOnlyList<NavSection> All =
    [
        new(null, [new("/", "Now", "now"), new("/incidents", "Incidents", "incident")]),
        new(
            "Define",
            [new("/slos", "SLOs", "slo"), new("/rules", "Alert rules", "rule"), new("/runbooks", "Runbooks", "book")]
        ),
        new("On-call", [new("/schedules", "Schedules", "schedule"), new("/escalations", "Escalation", "escalation")]),
        new("Learn", [new("/postmortems", "Postmortems", "doc"), new("/reports", "Reliability", "report")]),
        new("Connect", [new("/backends", "Backends", "backend"), new("/services", "Services", "service")]),
    ];

    public static readonly NavEntry Admin = new("/admin/users", "Admin", "settings") { Prefix = "/admin" };

    /// <summary>What a thumb reaches without opening the sheet.</summary>
    public static readonly IReadOnlyList<NavEntry> Thumb =
    [
        new("/", "Now", "now"),
        new("/incidents", "Incidents", "incident"),
        new("/schedules", "On-call", "schedule"),
    ];
}

/// <param name="Label">The first section needs none.</param>
internal sealed record NavSection(string? Label, IReadOnlyList<NavEntry> Entries);

public sealed record NavEntry(string Href, string Text, string Icon)
{
    /// <summary>Where the entry is current: its own address and what lies below.</summary>
    public string Prefix { get; init; } = Href;

    public bool IsAt(string path) =>
        path == Prefix || (Prefix.Length > 1 && path.StartsWith(Prefix + "/", StringComparison.Ordinal));
}
