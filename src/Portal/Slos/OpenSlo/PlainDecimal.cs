namespace Portal.Slos.OpenSlo;

internal static class PlainDecimal
{
    private const decimal OneWithAllDigits = 1.0000000000000000000000000000m;

    /// <summary>Without zeros at its end, so that 0.9990 and 0.999 are written alike.</summary>
    public static decimal Plain(this decimal number) => number / OneWithAllDigits;
}
