using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Engine;

/// <summary>Words the reason of a failed resource as CloudFormation does.</summary>
internal static class FailureReason
{
    /// <summary>Words it.</summary>
    /// <param name="type">The resource's type.</param>
    /// <param name="fault">What the handler was answered.</param>
    /// <param name="ids">Makes up the request's ids.</param>
    public static string Of(string type, ServiceFault fault, IdSource ids) => fault.Code switch
    {
        "NotImplemented" or "ValidationError" or "InsufficientCapabilitiesException" => fault.Message,

        // The words by which it tells tags: "Why am I receiving tag-related permission errors", AWS re:Post.
        "AccessDenied" or "AccessDeniedException" when IsTagging(fault.Message) => "Resource handler returned message: \"Encountered a permissions error performing a tagging operation, please add required tag permissions. "
            + "See https://repost.aws/knowledge-center/cloudformation-tagging-permission-error for how to resolve. "
            + $"Resource handler returned message: \"{fault.Message} (Service: {Service(type)}, Status Code: 403, Request ID: {ids.RequestId()})\"\" (RequestToken: {ids.RequestId()}, HandlerErrorCode: UnauthorizedTaggingOperation)",
        "AccessDenied" or "AccessDeniedException" => $"Resource handler returned message: \"{fault.Message} (Service: {Service(type)}, Status Code: 403, Request ID: {ids.RequestId()})\" (RequestToken: {ids.RequestId()}, HandlerErrorCode: AccessDenied)",
        _ => $"Resource handler returned message: \"{fault.Message} (Service: {Service(type)}, Status Code: {fault.Status}, Request ID: {ids.RequestId()})\" (RequestToken: {ids.RequestId()}, HandlerErrorCode: {HandlerCode(fault)})",
    };

    private static bool IsTagging(string message) => message.Split(" is not authorized to perform: ") is [_, var rest]
        && rest.Split(' ')[0].Split(':') is [_, var action] && (action.StartsWith("Tag", StringComparison.Ordinal) || action is "PutBucketTagging" or "AddTagsToResource" or "AddTagsToCertificate" || rest.Contains("::/tags/", StringComparison.Ordinal));

    private static string HandlerCode(ServiceFault fault) => fault.Code switch
    {
        "EntityAlreadyExists" or "AlreadyExists" or "BucketAlreadyOwnedByYou" or "BucketAlreadyExists" or "ParameterAlreadyExists" => "AlreadyExists",
        "NoSuchEntity" or "NoSuchBucket" or "ParameterNotFound" or "ResourceNotFoundException" => "NotFound",
        "LimitExceeded" => "ServiceLimitExceeded",
        "InvalidRequest" or "MalformedPolicyDocument" or "InvalidInput" => "InvalidRequest",
        _ => "GeneralServiceException",
    };

    private static string Service(string type) => type.Split("::") is [_, var service, ..] ? service : type;
}
