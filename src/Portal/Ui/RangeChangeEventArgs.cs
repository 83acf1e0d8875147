using Microsoft.AspNetCore.Components;

namespace Portal.Ui;

/// <summary>The part of a chart that somebody dragged over, in seconds since 1970; both null for the whole again.</summary>
public sealed class RangeChangeEventArgs : EventArgs
{
    public double? From { get; set; }

    public double? To { get; set; }
}

/// <summary>Lets markup say <c>@onrangechange</c>; the script registers the event under the same name.</summary>
[EventHandler("onrangechange", typeof(RangeChangeEventArgs), enableStopPropagation: true, enablePreventDefault: true)]
public static class EventHandlers;
