import { getRouteApi } from '@tanstack/react-router';
import { isNotFound } from '../../api/client.js';
import { useAlert } from '../../api/alerts.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import { alertDraftOf, copyOfAlert, NEW_ALERT, type AlertDraft } from './alert-draft.js';
import { AlertEditor } from './AlertEditor.js';
import { useState } from 'react';
import { UnknownAlert } from './UnknownAlert.js';

const route = getRouteApi('/alerts/new');

/** Adds an alert; one that does what another one does is begun with its settings. */
export function NewAlertPage() {
  const { from } = route.useSearch();
  return from === undefined ? <NewAlert begun={NEW_ALERT} draftName="alert.new" /> : <CopyOf key={from} id={from} />;
}

function CopyOf({ id }: { readonly id: string }) {
  const { data, error } = useAlert(id);
  if (data !== undefined)
    return <NewAlert begun={copyOfAlert(alertDraftOf(data))} draftName={`alert.copy.${id}`} isCopy />;
  if (error === null) return <Loading what="the alert" />;
  return isNotFound(error) ? <UnknownAlert /> : <NoAnswer error={error} />;
}

interface NewAlertProps {
  readonly begun: AlertDraft;
  readonly draftName: string;
  readonly isCopy?: boolean;
}

function NewAlert({ begun, draftName, isCopy = false }: NewAlertProps) {
  const navigate = route.useNavigate();
  // Its new ids are made once: the other alert is asked for again and again.
  const [first] = useState(begun);
  return (
    <>
      <SummaryBar
        title="New alert · TwoTwenty"
        mood="idle"
        icon="uninitialized"
        headline="New alert"
        detail={
          isCopy
            ? 'A copy of another one. Its secrets are not copied: type them again.'
            : 'Who is told when a monitor goes down and comes back, and what is done about it.'
        }
      />
      <AlertEditor
        alert={null}
        begun={first}
        draftName={draftName}
        onSaved={({ id }) => {
          void navigate({ to: '/alerts/$alertId', params: { alertId: id }, replace: true, ignoreBlocker: true });
        }}
      />
    </>
  );
}
