namespace Portal.Domain.Postmortems;

/// <summary>What a postmortem asks: its sections in order. Action items are kept apart and stand in every postmortem.</summary>
public sealed record PostmortemTemplate
{
    private const int MostSections = 40;

    /// <param name="title">What people call it: "Google SRE". Null shows its name.</param>
    /// <param name="sections">1 to 40, each title once.</param>
    public PostmortemTemplate(string? title, IReadOnlyList<TemplateSection> sections)
    {
        if (sections.Count is 0 or > MostSections)
        {
            throw new DomainException($"A template has 1 to {MostSections} sections.");
        }

        var twice = sections
            .GroupBy(section => section.Title, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new DomainException($"Two sections are called \"{twice.Key}\": give each a title of its own.");
        }

        Title = title;
        Sections = sections;
    }

    public string? Title { get; }

    public IReadOnlyList<TemplateSection> Sections { get; }
}

/// <param name="Prompt">What the writer should answer, shown until there is an answer.</param>
/// <param name="AutoFill">What the portal writes there from the incident.</param>
public sealed record TemplateSection(string Title, string Prompt, AutoFill AutoFill = AutoFill.None)
{
    public const int LongestTitle = 120;

    public string Title { get; } =
        string.IsNullOrWhiteSpace(Title) || Title.Length > LongestTitle
            ? throw new DomainException("A section needs a title of at most 120 characters.")
            : Title.Trim();
}

/// <summary>What the portal can write into a section by itself.</summary>
public enum AutoFill
{
    None,

    /// <summary>What happened and how long each step took, in two sentences.</summary>
    Summary,

    /// <summary>From when to when, how severe, how many alerts, which budgets.</summary>
    Impact,

    /// <summary>A table of what the incident is: number, service, severity, stamps, durations.</summary>
    KeyFacts,

    /// <summary>The five stamps and the four durations.</summary>
    Times,

    /// <summary>Roles, and who was paged by which way.</summary>
    People,

    /// <summary>The alerts that opened the incident or joined it.</summary>
    Alerts,

    /// <summary>What happened, in order.</summary>
    Timeline,

    /// <summary>Deployments from two hours before the impact to two hours after the end.</summary>
    Changes,

    /// <summary>The error budget that it used, for each SLO.</summary>
    Budgets,
}
