using System.Runtime.InteropServices;

namespace Portal.Domain.OnCall;

/// <summary>A step of a running escalation; both numbers count from zero.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EscalationPosition(int Loop, int Step)
{
    public static EscalationPosition First { get; } = new(0, 0);

    internal bool IsBefore(EscalationPosition other) => (Loop, Step).CompareTo((other.Loop, other.Step)) < 0;
}
