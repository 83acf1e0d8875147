namespace Portal.Domain.Slos.Templates;

/// <summary>A way to begin an SLO: what it asks of a service, before anybody has looked for a metric.</summary>
/// <param name="Id">As addresses name it: red-errors.</param>
/// <param name="Method">Golden signals, RED or USE.</param>
/// <param name="Title">One word.</param>
/// <param name="Question">What is looked for; templates of two methods may ask the same.</param>
/// <param name="Measures">What an SLO begun with it measures, in a few words.</param>
/// <param name="ObjectivePercent">Where a team begins that has no number yet.</param>
public sealed record SloTemplate(
    string Id,
    string Method,
    string Title,
    TemplateQuestion Question,
    string Measures,
    decimal ObjectivePercent
)
{
    private const string Golden = "Golden signals";
    private const string Red = "RED";
    private const string Use = "USE";

    /// <summary>In the order in which they are offered.</summary>
    public static readonly IReadOnlyList<SloTemplate> All =
    [
        new("golden-latency", Golden, "Latency", TemplateQuestion.Duration, "requests answered fast enough", 99),
        new(
            "golden-traffic",
            Golden,
            "Traffic",
            TemplateQuestion.Rate,
            "minutes in which requests arrive at all",
            99.9m
        ),
        new("golden-errors", Golden, "Errors", TemplateQuestion.Errors, "requests answered without a failure", 99.9m),
        new("golden-saturation", Golden, "Saturation", TemplateQuestion.Fullness, "minutes with room left", 99),
        new("red-rate", Red, "Rate", TemplateQuestion.Rate, "minutes in which requests arrive at all", 99.9m),
        new("red-errors", Red, "Errors", TemplateQuestion.Errors, "requests answered without a failure", 99.9m),
        new("red-duration", Red, "Duration", TemplateQuestion.Duration, "requests answered fast enough", 99),
        new(
            "use-utilisation",
            Use,
            "Utilisation",
            TemplateQuestion.Utilisation,
            "minutes in which the processor is not busy throughout",
            99
        ),
        new(
            "use-saturation",
            Use,
            "Saturation",
            TemplateQuestion.Waiting,
            "minutes in which nothing queues for the processor",
            99
        ),
        new("use-errors", Use, "Errors", TemplateQuestion.Faults, "operations of the machine without an error", 99.9m),
    ];

    /// <summary>Null where there is none of that id.</summary>
    public static SloTemplate? Find(string? id) => All.FirstOrDefault(template => template.Id == id);
}

/// <summary>What a template looks for among the metrics of a backend.</summary>
public enum TemplateQuestion
{
    /// <summary>How long requests take.</summary>
    Duration,

    /// <summary>How many requests arrive.</summary>
    Rate,

    /// <summary>Which share of requests fails.</summary>
    Errors,

    /// <summary>How much is left of what can run out: memory, connections, files.</summary>
    Fullness,

    /// <summary>How busy the processor is.</summary>
    Utilisation,

    /// <summary>How much waits for the processor.</summary>
    Waiting,

    /// <summary>What goes wrong below the service: packets, restarts, machines that are not ready.</summary>
    Faults,
}
