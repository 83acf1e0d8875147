using System.ComponentModel.DataAnnotations;
using NodaTime;
using Portal.Domain.Time;

namespace Portal.Reports.Months;

/// <summary>Section <c>Portal:Reports</c>.</summary>
internal sealed class ReportsOptions : IValidatableObject
{
    /// <summary>IANA zone by whose calendar months are frozen, for all who read them; default UTC.</summary>
    public string TimeZone { get; set; } = "UTC";

    public DateTimeZone Zone => Zones.Find(TimeZone);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Zones.TryFind(TimeZone, out _)
            ? []
            :
            [
                new(
                    $"Portal:Reports:TimeZone: {TimeZone} is no time zone. Write an IANA name such as Europe/Berlin.",
                    [nameof(TimeZone)]
                ),
            ];
}
