using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.Iam;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>Writes stacks and what belongs to them as CloudFormation's XML.</summary>
internal static class StackXml
{
    /// <summary>Writes a stack.</summary>
    public static void Write(ResultXml r, Stack stack)
    {
        r.Text("StackId", stack.Id).Text("StackName", stack.Name).Text("Description", stack.Plan?.Template.Description);
        Parameters(r, stack.Plan);
        r.Date("CreationTime", stack.Created).Date("LastUpdatedTime", stack.Updated).Date("DeletionTime", stack.Deleted).Text("StackStatus", stack.Status).Text("StackStatusReason", stack.Reason)
            .Flag("DisableRollback", stack.DisableRollback).Texts("NotificationARNs", stack.Plan?.NotificationArns ?? []).Texts("Capabilities", stack.Plan?.Capabilities ?? []);
        r.List("Outputs", stack.Outputs, o => r.Text("OutputKey", o.Key).Text("OutputValue", o.Value).Text("Description", o.Description).Text("ExportName", o.ExportName));
        r.Text("RoleARN", stack.Plan?.RoleArn);
        Tags(r, stack.Plan?.Tags ?? []);
        r.Flag("EnableTerminationProtection", stack.IsProtected).Text("ParentId", stack.ParentId).Text("RootId", stack.RootId)
            .Group("DriftInformation", () => r.Text("StackDriftStatus", "NOT_CHECKED"));
    }

    /// <summary>Writes the parameters of a plan. What is secret is starred.</summary>
    public static void Parameters(ResultXml r, StackPlan? plan) => r.List("Parameters", plan?.Template.Parameters ?? [], p =>
    {
        var value = plan!.Given.GetValueOrDefault(p.Name) ?? p.Default;
        r.Text("ParameterKey", p.Name).Text("ParameterValue", p.IsSecret ? SecretValues.Stars : value);
        if (plan.Parameters.GetValueOrDefault(p.Name) is { } resolved && resolved != value)
        {
            r.Text("ResolvedValue", p.IsSecret ? SecretValues.Stars : resolved);
        }
    });

    /// <summary>Writes tags.</summary>
    public static void Tags(ResultXml r, IEnumerable<KeyValuePair<string, string>> tags) => r.List("Tags", tags, t => r.Text("Key", t.Key).Text("Value", t.Value));

    /// <summary>Writes an event.</summary>
    public static void Write(ResultXml r, Stack stack, StackEvent e) => r
        .Text("StackId", stack.Id).Text("EventId", e.Id).Text("StackName", stack.Name).Text("LogicalResourceId", e.LogicalId).Text("PhysicalResourceId", e.PhysicalId)
        .Text("ResourceType", e.Type).Text("Timestamp", Moment(e.Time)).Text("ResourceStatus", e.Status).Text("ResourceStatusReason", e.Reason)
        .Text("ResourceProperties", e.Properties).Text("ClientRequestToken", e.Token);

    /// <summary>Writes a moment with its milliseconds, by which clients put events in order.</summary>
    public static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
