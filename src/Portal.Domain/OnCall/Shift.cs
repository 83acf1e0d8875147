using NodaTime;
using Portal.Domain.Time;

namespace Portal.Domain.OnCall;

/// <summary>Somebody on call for one reason: a turn of a layer, or an override.</summary>
/// <param name="From">The first instant of the shift, or of the range that was asked for.</param>
/// <param name="To">The first instant after the shift, or after the range that was asked for.</param>
/// <param name="Layer">The layer; for an override the layer that it covers up, empty where no layer has anybody.</param>
/// <param name="Override">Whether an override put this person here.</param>
/// <param name="Because">The reason as a sentence, times in the zone of the schedule.</param>
public sealed record Shift(string User, Instant From, Instant To, string Layer, bool Override, string Because);

/// <summary>What is left of a schedule when all layers and overrides have had their say: one person or nobody at each instant.</summary>
/// <param name="Gaps">The times of a minute or more in which nobody is on call.</param>
public sealed record FinalSchedule(TimeRange Range, IReadOnlyList<Shift> Shifts, IReadOnlyList<TimeRange> Gaps);

/// <summary>Who is on call at an instant, and why.</summary>
/// <param name="From">Since when this person has been on call without a break, whatever the layers and overrides.</param>
/// <param name="To">Until when, in the same sense.</param>
/// <param name="Because">The reason as a sentence, times in the zone of the schedule.</param>
public sealed record OnCallPerson(string User, Instant From, Instant To, string Because);
