using System.Collections.Immutable;
using static Lanyard.Policy.Lint.Rules.Grants.Escalation.StepReach;
using static Lanyard.Policy.Lint.Rules.Grants.Escalation.WayKind;

namespace Lanyard.Policy.Lint.Rules.Grants.Escalation;

/// <summary>
/// The ways by which a caller with few permissions gets many, as of November 2026. The facts are from the write-ups named, in our words:
/// Rhino Security Labs' "AWS IAM Privilege Escalation – Methods and Mitigation" (Spencer Gietzen, 2018 to 2021), Bishop Fox's "Privilege
/// Escalation in AWS" (2020), Datadog's pathfinding.cloud (2025 and 2026), and where a service isn't in them the role that the
/// catalogue says is passed to it. Left out are AWS CodeStar, which ended in July 2024, and AWS Cloud9, whose environments have the rights of who
/// opens them; and what a document can't show, such as a role's trust policy.
/// </summary>
internal static class Ways
{
    private static readonly WaySource Rhino = new("Rhino Security Labs", "https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/");
    private static readonly WaySource Fox = new("Bishop Fox", "https://bishopfox.com/blog/privilege-escalation-in-aws");
    private static readonly WaySource Paths = new("pathfinding.cloud", "https://pathfinding.cloud/paths");
    private static readonly WaySource Passed = new("AWS", "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html");

    public static ImmutableArray<Way> All { get; } =
    [
        new("a new version of an attached policy", Grant, Rhino,
            [On("iam:CreatePolicyVersion", "writes a version that allows everything, and makes it the default")]),
        new("an older version of an attached policy", Grant, Rhino,
            [On("iam:SetDefaultPolicyVersion", "puts back a version that allows more")]),
        new("a policy for the caller's user", Grant, Rhino,
            [OnSelf("iam:AttachUserPolicy", "attaches AdministratorAccess to the caller's user")]),
        new("an inline policy for the caller's user", Grant, Rhino,
            [OnSelf("iam:PutUserPolicy", "writes a policy that allows everything into the caller's user")]),
        new("a policy for the caller's group", Grant, Rhino,
            [On("iam:AttachGroupPolicy", "attaches AdministratorAccess to a group of the caller")]),
        new("an inline policy for the caller's group", Grant, Rhino,
            [On("iam:PutGroupPolicy", "writes a policy that allows everything into a group of the caller")]),
        new("a policy for the caller's role", Grant, Rhino,
            [On("iam:AttachRolePolicy", "attaches AdministratorAccess to the role that the caller acts as")]),
        new("an inline policy for the caller's role", Grant, Rhino,
            [On("iam:PutRolePolicy", "writes a policy that allows everything into the role that the caller acts as")]),
        new("the group of the administrators", Grant, Rhino,
            [On("iam:AddUserToGroup", "puts the caller's user into a group with more rights")]),
        new("another user's access key", Grant, Rhino, [On("iam:CreateAccessKey", "makes a key of a user with more rights")]),
        new("another user's first password", Grant, Rhino,
            [On("iam:CreateLoginProfile", "gives a user with more rights a password that the caller knows")]),
        new("another user's password", Grant, Rhino, [On("iam:UpdateLoginProfile", "sets the password of a user with more rights")]),
        new("a role's trust policy", Grant, Rhino,
            [On("iam:UpdateAssumeRolePolicy", "lets a role with more rights trust the caller, which is enough for sts:AssumeRole in the same account")]),
        new("a role without its boundary", Grant, Paths,
            [On("iam:DeleteRolePermissionsBoundary", "takes the boundary off the caller's role")]),
        new("a user without its boundary", Grant, Paths,
            [OnSelf("iam:DeleteUserPermissionsBoundary", "takes the boundary off the caller's user")]),
        new("a role with a wider boundary", Grant, Paths,
            [On("iam:PutRolePermissionsBoundary", "sets a boundary that allows everything for the caller's role")]),
        new("a user with a wider boundary", Grant, Paths,
            [OnSelf("iam:PutUserPermissionsBoundary", "sets a boundary that allows everything for the caller's user")]),
        new("a permission set of IAM Identity Center", Grant, Paths,
            [
                On("sso:PutInlinePolicyToPermissionSet|sso:AttachManagedPolicyToPermissionSet|sso:AttachCustomerManagedPolicyReferenceToPermissionSet", "widens a permission set, in the organization's management account"),
                On("sso:ProvisionPermissionSet", "brings it into the accounts"),
            ]),
        new("an assignment in IAM Identity Center", Grant, Paths,
            [On("sso:CreateAccountAssignment", "assigns the caller a permission set with more rights, in the organization's management account")]),
        new("a SAML provider", Grant, Paths,
            [On("iam:UpdateSAMLProvider", "puts in the keys of an identity provider of the caller, which the roles that trust it then believe")]),

        new("a new role", NewRole, Fox,
            [
                Any("iam:CreateRole", "makes a role that trusts the caller"),
                Any("iam:AttachRolePolicy|iam:PutRolePolicy", "gives it any permissions"),
            ]),
        new("a new user", NewRole, Fox,
            [
                Any("iam:CreateUser", "makes a user"),
                Any("iam:AttachUserPolicy|iam:PutUserPolicy", "gives it any permissions"),
                Any("iam:CreateAccessKey|iam:CreateLoginProfile", "makes credentials for it"),
            ]),

        To("lambda.amazonaws.com", "a new Lambda function", Rhino,
            Any("lambda:CreateFunction", "makes a function that runs as it"),
            Any("lambda:InvokeFunction|lambda:InvokeFunctionUrl|lambda:AddPermission|lambda:CreateEventSourceMapping", "gets it run")),
        To("lambda.amazonaws.com", "another role for a Lambda function", Paths,
            Any("lambda:UpdateFunctionConfiguration", "gives it to a function"),
            Any("lambda:UpdateFunctionCode", "puts the caller's code in")),
        To("ec2.amazonaws.com", "a new EC2 instance", Rhino,
            Any("ec2:RunInstances|ec2:RequestSpotInstances|ec2:RequestSpotFleet|ec2:CreateFleet", "starts an instance with it, whose user data is the caller's")),
        To("ec2.amazonaws.com", "an EC2 instance that is there", Paths,
            Any("ec2:AssociateIamInstanceProfile|ec2:ReplaceIamInstanceProfileAssociation", "gives it to an instance of the caller")),
        To("ec2.amazonaws.com", "an Auto Scaling group", Rhino,
            Any("autoscaling:CreateLaunchConfiguration|ec2:CreateLaunchTemplate", "names it in what instances are started from"),
            Any("autoscaling:CreateAutoScalingGroup|autoscaling:UpdateAutoScalingGroup", "starts them")),
        To("cloudformation.amazonaws.com", "a CloudFormation stack", Rhino,
            Any("cloudformation:CreateStack|cloudformation:UpdateStack|cloudformation:CreateStackSet|cloudformation:UpdateStackSet", "makes what the caller's template says with its permissions")),
        To("cloudformation.amazonaws.com", "a CloudFormation change set", Paths,
            Any("cloudformation:CreateChangeSet", "prepares what the caller's template says with its permissions"),
            Any("cloudformation:ExecuteChangeSet", "makes it so")),
        To("ecs-tasks.amazonaws.com", "an ECS task", Paths,
            Any("ecs:RegisterTaskDefinition", "names it in a task with the caller's image"),
            Any("ecs:RunTask|ecs:StartTask|ecs:CreateService|ecs:UpdateService", "runs the task")),
        To("ecs-tasks.amazonaws.com", "an ECS task of other roles", Paths,
            Any("ecs:RunTask|ecs:StartTask", "runs a task with it in the place of its own, and another command")),
        To("ecs-tasks.amazonaws.com", "a Batch job", Paths,
            Any("batch:RegisterJobDefinition", "names it in a job with the caller's image"),
            Any("batch:SubmitJob", "runs the job")),
        To("glue.amazonaws.com", "a Glue development endpoint", Rhino,
            Any("glue:CreateDevEndpoint", "makes a machine that runs as it and takes the caller's SSH key")),
        To("glue.amazonaws.com", "a Glue job", Paths,
            Any("glue:CreateJob|glue:UpdateJob", "makes a job of the caller's script that runs as it"),
            Any("glue:StartJobRun|glue:CreateTrigger", "gets it run")),
        To("glue.amazonaws.com", "a Glue session", Paths,
            Any("glue:CreateSession", "opens a session that runs as it"),
            Any("glue:RunStatement", "runs the caller's code in it")),
        To("codebuild.amazonaws.com", "a CodeBuild project", Paths,
            Any("codebuild:CreateProject|codebuild:UpdateProject", "makes a project whose builds run as it"),
            Any("codebuild:StartBuild|codebuild:StartBuildBatch", "builds the caller's commands")),
        To("sagemaker.amazonaws.com", "a SageMaker notebook", Paths,
            Any("sagemaker:CreateNotebookInstance", "makes a notebook that runs as it"),
            Any("sagemaker:CreatePresignedNotebookInstanceUrl", "opens it")),
        To("sagemaker.amazonaws.com", "a SageMaker job", Paths,
            Any("sagemaker:CreateTrainingJob|sagemaker:CreateProcessingJob|sagemaker:CreateHyperParameterTuningJob", "runs the caller's image as it")),
        To("datapipeline.amazonaws.com", "a data pipeline", Rhino,
            Any("datapipeline:CreatePipeline", "makes a pipeline"),
            Any("datapipeline:PutPipelineDefinition", "fills it with the caller's commands"),
            Any("datapipeline:ActivatePipeline", "runs them")),
        To("states.amazonaws.com", "a state machine", Paths,
            Any("states:CreateStateMachine|states:UpdateStateMachine", "makes a state machine that calls any AWS API as it"),
            Any("states:StartExecution|states:StartSyncExecution", "runs it")),
        To("scheduler.amazonaws.com", "a schedule", Paths,
            Any("scheduler:CreateSchedule|scheduler:UpdateSchedule", "has any AWS API called as it")),
        To("events.amazonaws.com", "an EventBridge rule", Passed,
            Any("events:PutRule", "makes a rule"),
            Any("events:PutTargets", "has targets called as it")),
        To("pipes.amazonaws.com", "an EventBridge pipe", Passed, Any("pipes:CreatePipe|pipes:UpdatePipe", "has targets called as it")),
        To("tasks.apprunner.amazonaws.com", "an App Runner service", Paths,
            Any("apprunner:CreateService|apprunner:UpdateService", "runs the caller's image as it")),
        To("ec2.amazonaws.com", "an EMR cluster", Paths,
            Any("elasticmapreduce:RunJobFlow", "runs the caller's steps on instances that have it")),
        To("emr-serverless.amazonaws.com", "an EMR Serverless job", Paths,
            Any("emr-serverless:StartJobRun", "runs the caller's code as it")),
        To("bedrock-agentcore.amazonaws.com", "a Bedrock AgentCore code interpreter", Paths,
            Any("bedrock-agentcore:CreateCodeInterpreter", "makes an interpreter that runs as it"),
            Any("bedrock-agentcore:StartCodeInterpreterSession", "opens a session"),
            Any("bedrock-agentcore:InvokeCodeInterpreter", "runs the caller's code in it")),
        To("bedrock-agentcore.amazonaws.com", "a Bedrock AgentCore runtime", Paths,
            Any("bedrock-agentcore:CreateAgentRuntime|bedrock-agentcore:UpdateAgentRuntime", "runs the caller's agent as it"),
            Any("bedrock-agentcore:InvokeAgentRuntime", "calls it")),
        To("braket.amazonaws.com", "a Braket job", Paths, Any("braket:CreateJob", "runs the caller's code as it")),
        To("omics.amazonaws.com", "a HealthOmics run", Paths,
            Any("omics:CreateWorkflow", "makes a workflow of the caller's commands"),
            Any("omics:StartRun", "runs it")),
        To("kinesisanalytics.amazonaws.com", "a Flink application", Paths,
            Any("kinesisanalytics:CreateApplication", "makes an application of the caller's code that runs as it"),
            Any("kinesisanalytics:StartApplication", "starts it")),
        To("ssm.amazonaws.com", "a Systems Manager automation", Paths, Any("ssm:StartAutomationExecution", "has any AWS API called as it")),
        To("codepipeline.amazonaws.com", "a pipeline of CodePipeline", Passed,
            Any("codepipeline:CreatePipeline|codepipeline:UpdatePipeline", "has stages run as it")),
        To("elasticbeanstalk.amazonaws.com", "an Elastic Beanstalk environment", Passed,
            Any("elasticbeanstalk:CreateEnvironment|elasticbeanstalk:UpdateEnvironment", "has an environment managed as it")),

        new("any role that trusts the account", Borrow, Fox,
            [On("sts:AssumeRole", "takes on each role whose trust policy names the account")]),
        new("the code of a Lambda function", Borrow, Rhino,
            [On("lambda:UpdateFunctionCode", "puts the caller's code into a function that runs as a role with more rights")]),
        new("a layer of a Lambda function", Borrow, Rhino,
            [
                On("lambda:UpdateFunctionConfiguration", "puts a layer with the caller's code into such a function"),
                Any("lambda:PublishLayerVersion", "makes the layer"),
            ]),
        new("a command on an instance", Borrow, Fox,
            [On("ssm:SendCommand", "runs a command on an instance that has a role with more rights")]),
        new("a session on an instance", Borrow, Paths,
            [On("ssm:StartSession", "opens a shell on an instance that has a role with more rights")]),
        new("an SSH key on an instance", Borrow, Paths,
            [On("ec2-instance-connect:SendSSHPublicKey", "lets the caller's key into an instance that has a role with more rights")]),
        new("the user data of an instance", Borrow, Paths,
            [
                On("ec2:ModifyInstanceAttribute", "changes what an instance with more rights runs as it starts"),
                On("ec2:StopInstances", "stops it"),
                On("ec2:StartInstances", "starts it again"),
            ]),
        new("a command in an ECS task", Borrow, Paths,
            [On("ecs:ExecuteCommand", "runs a command in a task that has a role with more rights")]),
        new("the key of a Glue development endpoint", Borrow, Rhino,
            [On("glue:UpdateDevEndpoint", "lets the caller's SSH key into an endpoint that has a role with more rights")]),
        new("a build of CodeBuild", Borrow, Paths,
            [On("codebuild:StartBuild|codebuild:StartBuildBatch", "builds the caller's commands in a project that has a role with more rights")]),
        new("a stack that has a service role", Borrow, Paths,
            [On("cloudformation:UpdateStack", "makes what the caller's template says with the role that the stack was given")]),
        new("a SageMaker notebook that is there", Borrow, Paths,
            [On("sagemaker:CreatePresignedNotebookInstanceUrl", "opens a notebook that has a role with more rights")]),
        new("an App Runner service that is there", Borrow, Paths,
            [On("apprunner:UpdateService", "runs the caller's image as a service's role")]),
    ];

    private static WayStep On(string actions, string does) => new([.. actions.Split('|')], does, StepReach.All);

    private static WayStep OnSelf(string actions, string does) => new([.. actions.Split('|')], does, AllOrSelf);

    private static WayStep Any(string actions, string does) => new([.. actions.Split('|')], does, StepReach.Any);

    private static Way To(string service, string name, WaySource source, params WayStep[] steps) =>
        new(name, Grant, source, [new(["iam:PassRole"], $"hands a role with more rights to {service}", StepReach.All, service), .. steps]);
}
