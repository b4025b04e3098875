using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>
/// The <c>SerialNumber</c> and <c>TokenCode</c> of a call. What AWS says of them is in none of its pages: the texts are those that
/// people quote, in y13i/sgviz #9, aws/aws-cli #6325 and aws/aws-cli #2279.
/// </summary>
internal static class MfaCheck
{
    /// <summary>Reads both parameters.</summary>
    public static (string? SerialNumber, string? TokenCode) Read(StsParameters parameters) => (
        parameters.Optional("SerialNumber", 9, 256, StsParameters.Shape.SerialNumber),
        parameters.Optional("TokenCode", 6, 6, StsParameters.Shape.Code));

    /// <summary>Checks the code.</summary>
    /// <param name="state">The sandbox.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="serialNumber">The device; null where none is named.</param>
    /// <param name="tokenCode">The code; null where none is given.</param>
    /// <returns>When the caller gave a code of the device; null where no device is named.</returns>
    /// <exception cref="ServiceFault">The device isn't the caller's, or the code isn't good, or was used.</exception>
    public static DateTimeOffset? Verify(SandboxState state, Caller caller, string? serialNumber, string? tokenCode)
    {
        if (serialNumber is null && tokenCode is null)
        {
            return null;
        }

        if (serialNumber is null || tokenCode is null)
        {
            throw Failed("MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.");
        }

        if (state.Iam.FindMfaDevice(serialNumber) is not { } device || device.UserId != caller.UserId)
        {
            throw Failed("MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.");
        }

        return device.Codes.Take(tokenCode, state.ClientNow)
            ? state.Now
            : throw Failed("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
    }

    private static ServiceFault Failed(string message) => new("AccessDenied", 403, message);
}
