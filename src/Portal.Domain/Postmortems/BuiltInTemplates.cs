using System.Globalization;

namespace Portal.Domain.Postmortems;

/// <summary>The templates that every portal has: the questions of well-known guides, in words of our own.</summary>
public static class BuiltInTemplates
{
    public const string Default = "google-sre";

    // One section per line: title | what the writer is asked | what the portal fills in.

    /// <summary>After the example postmortem of Google's SRE book.</summary>
    private const string Google = """
        Summary | What broke, for whom and for how long, so that somebody from another team understands it. | summary
        Impact | How many users, requests and how much money? Numbers, not adjectives. | impact
        Root causes | Which conditions had to come together? Name conditions, not people.
        Trigger | What set it off just then? | changes
        Detection | How was it noticed, and by whom first: an alert or a customer? | alerts
        Resolution | What ended it, and what only looked as if it did? | times
        What went well | What should stay as it is?
        What went wrong | What made it longer or worse than it had to be?
        Where we were lucky | What would have made it worse, and did not happen by chance?
        Responders | Who took part, and in which role? | people
        Timeline | Complete the list: what people saw, believed and tried, and when. | timeline
        Supporting data | Graphs, queries and links that show it. | budgets
        """;

    /// <summary>After PagerDuty's public guide.</summary>
    private const string PagerDuty = """
        Overview | Two or three sentences: what happened, why, and how it ended. | summary
        What happened | Tell it in order, for somebody who was not there.
        Contributing factors | What had to be true for it to happen? There is seldom only one.
        Resolution | What stopped the impact for now, and what will last? | times
        Impact | Minutes by severity, share of users affected, tickets opened. | impact
        Responders | Who was paged, who joined, who led? | people
        Timeline | Only what mattered, each line with a link to its data. | timeline
        What went well | In the reaction and in the systems.
        What did not go so well | Where did time go?
        Internal message | The text for colleagues.
        External message | Three parts for customers: what happened, why, what changes.
        """;

    /// <summary>After Atlassian's incident handbook.</summary>
    private const string Atlassian = """
        Incident summary | What happened, why, how severe and for how long. | summary
        Lead-up | What changed earlier that made it possible? | changes
        Fault | What did not work as it should have?
        Impact | What did users notice, how many, and how many asked for help? | impact
        Detection | How and when was it noticed? What would halve that time? | alerts
        Response | Who answered, when, and what held them up? | people
        Recovery | How was it known to be over? What would halve that time? | times
        Timeline | What was known at each moment. | timeline
        Five whys | Ask why until the answer is something that can be changed.
        Root cause | The one change that would have prevented the whole class of it.
        Backlog check | Was something on the list that would have prevented it?
        Recurrence | Has it happened before, with the same root?
        Lessons learned | What is known now that was not known then?
        """;

    /// <summary>After the learning reviews of Etsy and the Howie guide: the story before the remedies.</summary>
    private const string Howie = """
        Overview | What this review is about, and who should read it. | summary
        Facilitator and guests | Somebody who was not involved leads; who was close to it, and who takes notes? | people
        The story | What people saw, expected and tried to do, in their own words. Ask how and what, never who. | timeline
        What was surprising | What did nobody expect? Where did people see the same thing differently?
        Contributors and enablers | What made it possible, and what made it end?
        Normal work | Which of this is how things are done every day, and usually works?
        Coordination | What did it cost to find, inform and wait for each other?
        Context | Changes and signals around it. | changes
        Impact | What it did to users and to the team. | impact
        Open questions | What do we still not know?
        Ideas for later | Remedies wait here for a day before anyone decides on them.
        """;

    /// <summary>After the public post-incident reviews of Azure.</summary>
    private const string Azure = """
        What happened? | From when to when, and who saw what? | summary
        What went wrong and why? | How the system works, and what made it fail, in plain words.
        How did we respond? | What was done, and when? | timeline
        Impact | Who was affected, and how much? | impact
        How are we making this less likely or less impactful? | What is done, and what will be done by when?
        How can customers make it less impactful? | What could they set up on their side?
        How can we improve our messages? | What should those affected have been told, and sooner?
        """;

    /// <summary>After the correction of error of AWS.</summary>
    private const string Aws = """
        Summary | The context and the impact; nothing that is explained only later. | summary
        Customer impact | Who could not do what, and for how long? | impact
        Timeline | From the first trigger to the end, with no hole longer than half an hour. | timeline
        Metrics | The graphs that show the impact, and how it was measured. | budgets
        Detection | How was it found, and how could that take half as long? | alerts
        Diagnosis | How was the cause found, and how could that take half as long?
        Mitigation | What ended the impact, and how could that take half as long? | times
        Five whys | From the impact down to causes that can be changed; do it for the detection too.
        Lessons learned | What would you tell another team?
        Changes around it | What was deployed shortly before? | changes
        Related items | Earlier events with the same cause.
        Other effects | On security, data, cost and other services.
        """;

    /// <summary>After GitLab's handbook: a table of facts first.</summary>
    private const string GitLab = """
        Key information | Complete the table: customers and requests affected, severity at the end. | keyFacts
        Summary | In one paragraph, for everybody. | summary
        Details | What the service does, what happened to it, and what customers saw. | impact
        Diagnosis | How long did it take to find, was it caused by a change, and which one? | changes
        Detection | Which signal was first? Which should have been? | alerts
        Timeline | What happened, and when. | timeline
        What went well | What helped?
        What was difficult | What stood in the way?
        Outcomes | What will be different after this?
        """;

    private const string Short = """
        Summary | What happened, in two or three sentences. | summary
        Impact | Who noticed what? | impact
        Why it happened | The conditions, not the people.
        What went well | What should stay as it is?
        What we change | And what we leave as it is, with the reason.
        Timeline | What mattered, in order. | timeline
        """;

    public static IReadOnlyList<BuiltInTemplate> All { get; } =
    [
        Read("google-sre", "Google SRE", ["google"], Google),
        Read("pagerduty", "PagerDuty", [], PagerDuty),
        Read("atlassian", "Atlassian", [], Atlassian),
        Read("howie", "Etsy and Howie", ["etsy", "etsy-howie"], Howie),
        Read("azure-pir", "Azure PIR", ["azure"], Azure),
        Read("aws-coe", "AWS COE", ["aws", "coe"], Aws),
        Read("gitlab", "GitLab", [], GitLab),
        Read("short", "Short", [], Short),
    ];

    /// <summary>By name or another name of it, in any case.</summary>
    public static BuiltInTemplate? Find(string name) =>
        All.FirstOrDefault(one =>
            one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            || one.OtherNames.Contains(name, StringComparer.OrdinalIgnoreCase)
        );

    private static BuiltInTemplate Read(string name, string title, IReadOnlyList<string> otherNames, string lines) =>
        new(name, otherNames, new PostmortemTemplate(title, [.. lines.Split('\n').Select(Section)]));

    private static TemplateSection Section(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        var fill = parts.Length > 2 ? Enum.Parse<AutoFill>(Capital(parts[2])) : AutoFill.None;
        return new TemplateSection(parts[0], parts[1], fill);
    }

    private static string Capital(string word) => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..];
}

/// <param name="Name">Short, for addresses and manifests.</param>
/// <param name="OtherNames">It is found by these too.</param>
public sealed record BuiltInTemplate(string Name, IReadOnlyList<string> OtherNames, PostmortemTemplate Template);
