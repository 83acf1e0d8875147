using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain.Labels;
using Portal.Domain.Slos;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Slos.OpenSlo;
using Portal.Slos.Preview;

namespace Portal.Slos.Editing;

/// <summary>What somebody types into the editor, right or wrong. It becomes a manifest, and the manifest's reader judges it.</summary>
internal sealed class SloForm
{
    private const string Rolling = "rolling";
    private const string Calendar = "calendar";

    /// <summary>The version that is edited; 0 for a new SLO.</summary>
    public int Version { get; init; }

    public string Name { get; set; } = "";

    public LabelSet Labels { get; init; } = LabelSet.Empty;

    public string? Service { get; set; }

    public string? DisplayName { get; set; }

    public string? Description { get; set; }

    /// <summary>What is measured.</summary>
    public SliForm Sli { get; private set; } = new();

    public decimal? ObjectivePercent { get; set; } = 99.9m;

    /// <summary>rolling 30d, or calendar 1M.</summary>
    public string Window { get; set; } = "rolling 30d";

    public string Zone { get; set; } = "UTC";

    public BudgetingMethod Method { get; set; }

    /// <summary>Only for time slices.</summary>
    public decimal? SlicePercent { get; set; } = 95;

    /// <summary>Length of a slice: 1m.</summary>
    public string Slice { get; set; } = "1m";

    public decimal? MinBad { get; set; }

    /// <summary>Labels with a budget for each of their values, with commas between them.</summary>
    public string? GroupBy { get; set; }

    /// <summary>Presets that are switched off.</summary>
    public HashSet<string> Off { get; } = new(StringComparer.Ordinal);

    /// <summary>Alerts that are no presets, added here or with a manifest; they are kept, unless they are switched off.</summary>
    public IReadOnlyList<BudgetAlert> Own { get; set; } = [];

    public bool IsCalendar => Window.StartsWith(Calendar, StringComparison.Ordinal);

    private string WindowDuration => Window[(Window.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    private LocalDateTime Anchor { get; init; } = CalendarWindow.DefaultAnchor;

    /// <summary>Texts that the form does not ask for, and keeps.</summary>
    private SloWording Wording { get; init; } = SloWording.None;

    public static SloForm Of(Definition<Slo> definition)
    {
        var slo = definition.Spec;
        var presets = BurnRatePresets.For(slo.Window, slo.Objective, slo.Grid);
        var calendar = slo.Window as CalendarWindow;
        var form = new SloForm
        {
            Version = definition.Version,
            Name = definition.Name,
            Labels = definition.Labels,
            Service = slo.Service,
            Description = slo.Wording.Description,
            DisplayName = slo.Wording.DisplayName,
            Wording = slo.Wording,
            Sli = SliForm.Of(slo.Sli),
            ObjectivePercent = (slo.Objective.Value * 100).Plain(),
            Window = $"{(calendar is null ? Rolling : Calendar)} {WindowCodec.Duration(slo.Window)}",
            Zone = calendar?.ZoneId ?? "UTC",
            Anchor = calendar?.Anchor ?? CalendarWindow.DefaultAnchor,
            Method = slo.Budgeting.Method,
            SlicePercent = (slo.Budgeting.TimeSliceTarget * 100)?.Plain() ?? 95,
            Slice = DurationText.Format(slo.Grid.Slice),
            MinBad = slo.MinBadEvents > 0 ? slo.MinBadEvents : null,
            GroupBy = slo.GroupBy.Count > 0 ? string.Join(", ", slo.GroupBy) : null,
            Own = [.. slo.Alerts.Except(presets)],
        };
        form.Off.UnionWith(presets.Except(slo.Alerts).Select(alert => alert.Name));
        return form;
    }

    /// <summary>Takes the alerts of a set instead of what was chosen.</summary>
    /// <param name="set">The set.</param>
    /// <param name="presets">All presets of the window.</param>
    public void Use(AlertSet set, IReadOnlyList<BudgetAlert> presets)
    {
        Off.Clear();
        Off.UnionWith(presets.Except(set.Alerts).Select(alert => alert.Name));
        Own = [.. set.Alerts.Except(presets)];
    }

    /// <summary>As a document that can be judged, previewed and applied.</summary>
    public ManifestDocument ToDocument() => SloDraft.Of(Name, ToSpec(), Labels) with { ExpectedVersion = Version };

    /// <summary>
    /// What its window and objective bring, with all presets, whichever are switched off; null while those cannot be read.
    /// </summary>
    public Slo? Frame()
    {
        // Nothing else may be missing: people see what a window brings before they have written a query.
        var whole = (SloForm)MemberwiseClone();
        (whole.Service, whole.Sli) = (nameof(Service), SliForm.Any());
        var spec = whole.ToSpec();
        spec.Remove("alertPolicies");
        return SloDraft.Slo(SloDraft.Of("frame", spec));
    }

    private JsonObject ToSpec()
    {
        var spec = new JsonObject();
        WordingCodec.Write(
            spec,
            Wording with
            {
                DisplayName = string.IsNullOrWhiteSpace(DisplayName) ? null : DisplayName.Trim(),
                Description = string.IsNullOrWhiteSpace(Description) ? null : Description.Trim(),
            }
        );
        spec["service"] = Service;
        spec["indicator"] = WordingCodec.WriteIndicator(Wording, Sli.ToSpec());
        spec["timeWindow"] = new JsonArray(WindowSpec());
        spec["budgetingMethod"] = Method.ToString();
        spec["objectives"] = new JsonArray(ObjectiveSpec());
        if (!string.IsNullOrWhiteSpace(GroupBy))
        {
            var labels = GroupBy.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            spec["groupBy"] = new JsonArray([.. labels.Select(label => JsonValue.Create(label))]);
        }

        if (MinBad > 0)
        {
            spec["minBadEvents"] = MinBad;
        }

        if (Off.Count > 0 || Own.Count > 0)
        {
            spec["alertPolicies"] = Policies(spec);
        }

        return spec;
    }

    private JsonObject WindowSpec()
    {
        var window = new JsonObject { ["duration"] = WindowDuration, ["isRolling"] = !IsCalendar };
        if (IsCalendar)
        {
            window["calendar"] = new JsonObject
            {
                ["startTime"] = Anchor.ToString("uuuu-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                ["timeZone"] = Zone,
            };
        }

        return window;
    }

    private JsonObject ObjectiveSpec()
    {
        var objective = new JsonObject { ["targetPercent"] = ObjectivePercent, ["timeSliceWindow"] = Slice };
        if (Wording.Objective is { } name)
        {
            objective["displayName"] = name;
        }

        Sli.AddCondition(objective);
        if (Method == BudgetingMethod.Timeslices)
        {
            objective["timeSliceTarget"] = SlicePercent / 100;
        }

        return objective;
    }

    /// <summary>Names of the presets that stay on, and what came written out.</summary>
    private JsonArray Policies(JsonObject spec)
    {
        var all = SloDraft.Slo(SloDraft.Of("presets", (JsonObject)spec.DeepClone()));
        var named = (all?.Alerts ?? []).Where(alert => !Off.Contains(alert.Name)).Select(alert => (JsonNode)alert.Name);
        var own = Own.Where(alert => !Off.Contains(alert.Name))
            .Select(alert =>
                (JsonNode)AlertPolicyCodec.Policy(alert, all?.Window ?? new RollingWindow(Duration.FromDays(30)))
            );
        return [.. named, .. own];
    }
}
