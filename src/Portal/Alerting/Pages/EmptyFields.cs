namespace Portal.Alerting.Pages;

/// <summary>Fields of a new rule that nobody has filled in yet.</summary>
internal static class EmptyFields
{
    public static bool Contains(string path, RuleForm form) =>
        path switch
        {
            "metadata.name" or "metadata" => form.Name.Length == 0,
            "spec.service" => form.Service.Length == 0,
            "spec.backend" => form.Backend.Length == 0,
            "spec.query" => form.Query.Length == 0,
            "spec.condition.threshold" => form.Threshold.Length == 0,
            "spec.runbook" => form.Runbook.Length == 0,
            _ => false,
        };
}
